import type { Errand } from './courier.js';
import type { Did } from './did.js';
import type { Exchange } from './http/exchange.js';
import { seeded } from './seeded.js';
import type { Draw } from './seeded.js';
import { Selective } from './selective.js';
import type { StageHost } from './stage-host.js';
import type { Stream } from './stream.js';
import { isScheduled } from './toxic.js';
import type { Toxic } from './toxic.js';
import type { Affect } from './toxics/toxic-kind.js';

/** How a toxic sets to work in one direction of one connection: whether its schedule lets it, and what it draws from. */
export class Work {
  readonly #toxic: Toxic;
  readonly #stream: Stream;
  readonly #host: StageHost;
  readonly #key: string;
  #beginnings = 0;

  constructor(toxic: Toxic, stream: Stream, host: StageHost) {
    this.#toxic = toxic;
    this.#stream = stream;
    this.#host = host;
    this.#key = `${host.seedKey}/${toxic.stream}/${toxic.name}/${toxic.generation}`;
  }

  isDue(): boolean {
    return isScheduled(this.#toxic, this.#host.ordinal, performance.now());
  }

  /** What toxicity is compared with: the same draw in both directions, so that a toxic of both affects a connection wholly or not at all. */
  toxicityDraw(): Draw {
    return seeded(`${this.#key}/toxicity`);
  }

  /** Each beginning has values of its own. */
  begin(): Affect {
    const toxic = this.#toxic;
    const { talk, shared, wake, isNext } = this.#host;
    const http = {
      isNext,
      order: toxic.order,
      records: toxic.records,
      deliver: (errand: Errand): boolean => this.#host.courier.send(toxic, errand),
      isMeant: (exchange: Exchange): boolean => exchange.meant.has(toxic),
    };
    const direction = this.#stream === toxic.stream ? '' : `/${this.#stream}`;
    const time = this.#beginnings === 0 ? '' : `/${this.#beginnings}`;
    const draw = seeded(`${this.#key}/values${direction}${time}`);
    this.#beginnings += 1;
    const fired = (did: Did, bytes: number, exchange?: Exchange): void => this.#host.fired(toxic, { did, bytes, isFirst: true, exchange });
    const { counts, attributes, match, kind } = toxic;
    const site = { stream: this.#stream, attributes, draw, http, beganMillis: performance.now(), talk, counts, shared, wake, fired };
    return match === undefined || kind.readsHttp === true ? kind.affect(attributes, site) : new Selective(toxic, site);
  }
}
