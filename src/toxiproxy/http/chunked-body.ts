import { limits } from '../limits.js';

/** A stretch of a chunked body, up to index `end`. `last`: framing with which the body ends. */
export interface Stretch {
  readonly end: number;
  readonly kind: 'data' | 'framing' | 'last' | 'wrong';
}

const LF = 10;
const SIZE_LINE = /^([0-9A-Fa-f]{1,12})[ \t]*(?:;.*)?\r$/;

/** Tells the data of a chunked body from what stands around it. */
export class ChunkedBody {
  #state: 'size' | 'data' | 'dataEnd' | 'trailer' = 'size';
  #line = '';
  #left = 0;
  #trailerBytes = 0;

  /** The longest stretch of one kind from that index on, which is inside. */
  next(bytes: Buffer, from: number): Stretch {
    if (this.#state === 'data') return this.#data(bytes, from);
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte !== LF) {
        this.#line += String.fromCharCode(byte);
        if (this.#line.length > limits.httpChunkLineBytesMax) return { end: from, kind: 'wrong' };
        continue;
      }
      const outcome = this.#endLine(this.#line);
      this.#line = '';
      if (outcome === 'wrong') return { end: from, kind: 'wrong' };
      if (outcome === 'last') return { end: at + 1, kind: 'last' };
      if (outcome === 'data') return { end: at + 1, kind: 'framing' };
    }
    return { end: bytes.length, kind: 'framing' };
  }

  #data(bytes: Buffer, from: number): Stretch {
    const end = Math.min(bytes.length, from + this.#left);
    this.#left -= end - from;
    if (this.#left === 0) this.#state = 'dataEnd';
    return { end, kind: 'data' };
  }

  /** @param line without its LF @returns what comes next */
  #endLine(line: string): 'line' | 'data' | 'last' | 'wrong' {
    if (this.#state === 'dataEnd') {
      this.#state = 'size';
      return line === '\r' ? 'line' : 'wrong';
    }
    return this.#state === 'size' ? this.#endSize(line) : this.#endTrailer(line);
  }

  #endSize(line: string): 'line' | 'data' | 'wrong' {
    const [, digits] = SIZE_LINE.exec(line) ?? [];
    if (digits === undefined) return 'wrong';
    this.#left = Number.parseInt(digits, 16);
    this.#state = this.#left === 0 ? 'trailer' : 'data';
    return this.#left === 0 ? 'line' : 'data';
  }

  #endTrailer(line: string): 'line' | 'last' | 'wrong' {
    if (line === '\r') return 'last';
    this.#trailerBytes += line.length;
    return line.endsWith('\r') && this.#trailerBytes <= limits.httpHeadBytesMax ? 'line' : 'wrong';
  }
}
