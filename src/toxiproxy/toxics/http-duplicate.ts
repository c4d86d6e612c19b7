import type { Exchange } from '../http/exchange.js';
import { isLastRequest } from '../http/write-response.js';
import { OwnAnswers } from './own-answers.js';
import { MessageCopy } from './message-copy.js';
import { attribute, hold, oneChunk, pass, reset, textAttribute } from './toxic-kind.js';
import type { Affect, Item, Loss, Site, Step, ToxicKind } from './toxic-kind.js';

const TAKE: Step = { kind: 'take' };
const FIRST = 0;

/** What both directions know of the second deliveries whose answer the client gets. */
interface Seconds {
  /** Those that have not come yet. */
  readonly awaited: Set<Exchange>;
  /** Exchanges whose first answer is lost. */
  readonly replaced: WeakSet<Exchange>;
  /** Those of them whose first answer has not been lost to its end. */
  readonly swallowing: Set<Exchange>;
  hasFailed: boolean;
}

/**
 * The whole request is delivered twice: as always, and `gap` milliseconds after it was handed on, once more on a connection of its own. The client gets the
 * first answer (`deliver` 0) or that to the second delivery (1). Where `keys` names header fields, with commas between, only requests that have one of them are
 * delivered twice: those that say themselves that they may be. Works on both directions whatever its stream.
 */
export const httpDuplicate: ToxicKind = {
  type: 'http_duplicate',
  goName: 'HttpDuplicateToxic',
  attributes: ['gap', 'deliver'],
  texts: ['keys'],
  choices: { deliver: ['first', 'last'] },
  readsHttp: true,
  holdsThroughUpdate: true,
  reach: ['upstream', 'downstream'],
  ...oneChunk,
  affect: (_attributes, site) => {
    const answers = OwnAnswers.of(site);
    const seconds = site.shared(
      answers,
      (): Seconds => ({ awaited: new Set(), replaced: new WeakSet(), swallowing: new Set(), hasFailed: false }),
    );
    return site.stream === 'upstream' ? new Copier(site, seconds) : new Swallower(site, seconds);
  },
};

/** Upstream: copies requests while they pass. */
class Copier implements Affect {
  readonly #site: Site;
  readonly #seconds: Seconds;
  #copy: MessageCopy | undefined;

  constructor(site: Site, seconds: Seconds) {
    this.#site = site;
    this.#seconds = seconds;
  }

  decide(item: Item): Step {
    if (item === 'idle') return hold;
    if (item === 'end' || item.part === undefined) return pass;
    const { exchange, kind, isLast } = item.part;
    if (kind === 'head' && exchange !== this.#copy?.exchange) {
      this.#copy = this.#isRepeatable(exchange) && this.#site.http.isMeant(exchange) ? new MessageCopy(exchange) : undefined;
    }
    if (this.#copy === undefined) return pass;
    this.#copy.add(item);
    if (this.#copy.isTooLong) this.#copy = undefined;
    else if (isLast) this.#send(this.#copy);
    return pass;
  }

  #isRepeatable({ request }: Exchange): boolean {
    const keys = textAttribute(this.#site.attributes, 'keys').toLowerCase();
    if (keys === '') return true;
    const names = keys.split(',').map((name) => name.trim());
    return request.fields.some(([name]) => names.includes(name));
  }

  #send({ exchange, bytes }: MessageCopy): void {
    this.#copy = undefined;
    const { attributes, http, fired } = this.#site;
    const isAwaited = attribute(attributes, 'deliver') !== FIRST;
    const errand = {
      request: bytes,
      delayMillis: attribute(attributes, 'gap'),
      handed: () => fired('duplicated', bytes.length, exchange),
      answered: (response: Buffer | undefined) => this.#answered(exchange, response),
    };
    if (isAwaited) for (const set of [this.#seconds.awaited, this.#seconds.replaced, this.#seconds.swallowing]) set.add(exchange);
    if (!http.deliver(errand)) this.#answered(exchange, undefined);
  }

  #answered(exchange: Exchange, bytes: Buffer | undefined): void {
    if (!this.#seconds.awaited.delete(exchange)) return;
    this.#seconds.hasFailed ||= bytes === undefined;
    const isEnd = isLastRequest(exchange.request);
    if (bytes === undefined) this.#site.wake('downstream');
    else OwnAnswers.of(this.#site).give({ exchange, bytes, did: undefined, isInterim: false, isEnd }, this.#site);
  }
}

/** Downstream: loses the first answers where the client gets the last. */
class Swallower implements Affect {
  readonly #site: Site;
  readonly #seconds: Seconds;

  constructor(site: Site, seconds: Seconds) {
    this.#site = site;
    this.#seconds = seconds;
  }

  decide(item: Item): Step {
    const step = OwnAnswers.of(this.#site).decide(item, this.#site);
    if (step !== undefined) return step;
    const { awaited, replaced, hasFailed } = this.#seconds;
    if (hasFailed) return reset;
    if (item === 'idle') return hold;
    if (item === 'end') return awaited.size > 0 ? hold : pass;
    if (item.part === undefined || item.part.isInterim) return pass;
    const { exchange } = item.part;
    if (replaced.has(exchange)) {
      if (item.part.isLast) this.#seconds.swallowing.delete(exchange);
      return TAKE;
    }
    return [...awaited].some((earlier) => earlier.index < exchange.index) ? hold : pass;
  }

  removed(): Loss {
    return this.#seconds.awaited.size + this.#seconds.swallowing.size > 0 ? 'close' : OwnAnswers.of(this.#site).removed();
  }
}
