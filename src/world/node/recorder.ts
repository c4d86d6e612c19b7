import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { encodeRecorded, type Recorded } from '../index.js';

/** In place of the hash of effects where the step threw. */
export const THREW = -1;

/** Writes a flight recording, one line a step, before the effects of the step are carried out. */
export class Recorder {
  readonly #file: number;
  readonly #bytesMax: number;
  #bytes: number;

  /** Appends. A line that an earlier process left torn is ended first. */
  constructor(path: string, bytesMax: number) {
    this.#file = openSync(path, 'a+');
    this.#bytesMax = bytesMax;
    this.#bytes = fstatSync(this.#file).size;
    const last = Buffer.alloc(1);
    if (this.#bytes > 0 && readSync(this.#file, last, 0, 1, this.#bytes - 1) === 1 && last[0] !== 0x0a) writeSync(this.#file, '\n');
  }

  write(recorded: Recorded): void {
    if (this.#bytes > this.#bytesMax) return;
    const line = Buffer.from(`${encodeRecorded(recorded)}\n`);
    for (let at = 0; at < line.length; ) at += writeSync(this.#file, line, at);
    this.#bytes += line.length;
  }

  close(): void {
    closeSync(this.#file);
  }
}
