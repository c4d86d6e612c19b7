import type { Exchange } from '../http/exchange.js';
import { attribute, close, hold, oneChunk, pass, reset } from './toxic-kind.js';
import type { Affect, Item, Site, Step, ToxicKind } from './toxic-kind.js';

const RESET = 0;

/**
 * The body of the response ends after `bytes` bytes, as they are on the wire, and with it the connection: it is reset (`mode` 0) or closed (1). A body that is
 * not longer passes. Works downstream whatever its stream.
 */
export const httpTruncate: ToxicKind = {
  type: 'http_truncate',
  goName: 'HttpTruncateToxic',
  attributes: ['bytes', 'mode'],
  choices: { mode: ['reset', 'close'] },
  readsHttp: true,
  holdsThroughUpdate: true,
  reach: ['downstream'],
  ...oneChunk,
  affect: (_attributes, site) => new Scissors(site),
};

class Scissors implements Affect {
  readonly #site: Site;
  #exchange: Exchange | undefined;
  /** Bytes of the body that have passed. */
  #passed = 0;

  constructor(site: Site) {
    this.#site = site;
  }

  decide(item: Item): Step {
    if (item === 'idle') return hold;
    if (item === 'end' || item.part === undefined || item.part.isInterim) return pass;
    const { exchange, kind } = item.part;
    if (kind === 'head' && exchange !== this.#exchange) this.#begin(exchange);
    return kind === 'head' || exchange !== this.#exchange || !this.#site.http.isMeant(exchange) ? pass : this.#cut(item.bytes.length);
  }

  #begin(exchange: Exchange): void {
    this.#exchange = exchange;
    this.#passed = 0;
  }

  #cut(length: number): Step {
    const { attributes, fired } = this.#site;
    const room = Math.max(0, attribute(attributes, 'bytes') - this.#passed);
    if (length > room && room === 0) {
      fired('truncated', length, this.#exchange);
      return attribute(attributes, 'mode') === RESET ? reset : close;
    }
    this.#passed += Math.min(length, room);
    return length > room ? { kind: 'cut', bytes: room } : pass;
  }
}
