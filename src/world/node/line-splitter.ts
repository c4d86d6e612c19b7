import { textOf } from '../index.js';

const NEWLINE = 0x0a;

/** Cuts a stream of bytes into lines of UTF-8 text. */
export class LineSplitter {
  readonly #bytesMax: number;
  #rest: Buffer[] = [];
  #restBytes = 0;

  /** @param bytesMax longest line */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** The lines that `bytes` complete, without their ends; null when a line is too long (nothing more can be made of the stream then). */
  push(bytes: Buffer): readonly string[] | null {
    const lines: string[] = [];
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      lines.push(this.#complete(bytes.subarray(from, at)));
      from = at + 1;
    }
    if (from < bytes.length) {
      this.#rest.push(bytes.subarray(from));
      this.#restBytes += bytes.length - from;
    }
    return this.#restBytes > this.#bytesMax ? null : lines;
  }

  #complete(end: Buffer): string {
    if (this.#rest.length === 0) return textOf(end);
    const whole = Buffer.concat([...this.#rest, end]);
    this.#rest = [];
    this.#restBytes = 0;
    return textOf(whole);
  }
}
