import type { Exchange } from '../http/exchange.js';
import { limits } from '../limits.js';
import type { Chunk } from './toxic-kind.js';

/** The bytes of one message, as long as they are not too many. */
export class MessageCopy {
  readonly exchange: Exchange;
  #parts: Buffer[] = [];
  #length = 0;

  constructor(exchange: Exchange) {
    this.exchange = exchange;
  }

  get parts(): readonly Buffer[] {
    return this.#parts;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  /** Whether it has become longer than what is kept. */
  get isTooLong(): boolean {
    return this.#length > limits.httpCopyBytesMax;
  }

  add({ bytes }: Chunk): void {
    this.#parts.push(bytes);
    this.#length += bytes.length;
  }
}
