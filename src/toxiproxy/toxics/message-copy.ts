import type { Exchange, Stretch } from '../http/exchange.js';
import { limits } from '../limits.js';
import type { Chunk } from './toxic-kind.js';

/** The bytes of one message, as long as they are not too many. */
export class MessageCopy {
  readonly exchange: Exchange;
  readonly #parts: Stretch[] = [];
  #length = 0;

  constructor(exchange: Exchange) {
    this.exchange = exchange;
  }

  get parts(): readonly Stretch[] {
    return this.#parts;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#parts.map(({ bytes }) => bytes));
  }

  /** Whether it has become longer than what is kept. */
  get isTooLong(): boolean {
    return this.#length > limits.httpCopyBytesMax;
  }

  add({ bytes, part }: Chunk): void {
    this.#parts.push({ bytes, part });
    this.#length += bytes.length;
  }
}
