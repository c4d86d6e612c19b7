import type { Exchange } from '../http/exchange.js';
import { isExpecting, isLastRequest, writeResponse } from '../http/write-response.js';
import { OwnAnswers } from './own-answers.js';
import { attribute, hold, oneChunk, pass, textAttribute } from './toxic-kind.js';
import type { Affect, Chunk, Item, Loss, Site, Step, ToxicKind } from './toxic-kind.js';

const TAKE: Step = { kind: 'take' };
const INSTEAD = 0;

/**
 * Answers in place of the server: `when` 0 (instead) keeps the request from the server, 1 (after) lets the server do it and replaces its response. The answer has
 * that `status`, a `Retry-After` of `retry_after` seconds where that is not 0, and the text `body`. Works on both directions whatever its stream.
 */
export const httpStatus: ToxicKind = {
  type: 'http_status',
  goName: 'HttpStatusToxic',
  attributes: ['status', 'retry_after', 'when'],
  texts: ['body'],
  defaults: { status: 503 },
  ranges: { status: [200, 599], retry_after: [0, Number.MAX_SAFE_INTEGER] },
  choices: { when: ['instead', 'after'] },
  readsHttp: true,
  holdsThroughUpdate: true,
  reach: ['upstream', 'downstream'],
  ...oneChunk,
  affect: (_attributes, site) => (site.stream === 'upstream' ? new Desk(site) : new Forger(site)),
};

/** Upstream: takes requests, and has them answered. */
class Desk implements Affect {
  readonly #site: Site;
  /** The request of which the server gets nothing. */
  #taken: Exchange | undefined;
  #isAnswered = false;

  constructor(site: Site) {
    this.#site = site;
  }

  decide(item: Item): Step {
    if (item === 'idle') return hold;
    if (item === 'end') return pass;
    // The end of a request is no HTTP, whose begin is lost.
    if (item.part === undefined) return { kind: this.removed() === 'nothing' ? 'pass' : 'close' };
    const { exchange, kind, isLast } = item.part;
    if (kind === 'head' && exchange !== this.#taken) this.#begin(exchange);
    if (exchange !== this.#taken) return pass;
    // Who waits for a 100 before the body is told at once, and cannot go on, because nobody knows whether the body comes.
    const isEarly = !isLast && isExpecting(exchange.request);
    if (!this.#isAnswered && (isLast || isEarly)) this.#answer(exchange, isEarly);
    return TAKE;
  }

  removed(): Loss {
    return this.#taken === undefined || this.#isAnswered ? 'nothing' : 'close';
  }

  #begin(exchange: Exchange): void {
    const { attributes, http } = this.#site;
    this.#taken = attribute(attributes, 'when') === INSTEAD && http.isMeant(exchange) ? exchange : undefined;
    this.#isAnswered = false;
  }

  #answer(exchange: Exchange, isEarly: boolean): void {
    this.#isAnswered = true;
    const isEnd = isEarly || isLastRequest(exchange.request);
    const bytes = answerTo(exchange, this.#site, isEnd);
    OwnAnswers.of(this.#site).give({ exchange, bytes, did: 'answered', isInterim: false, isEnd }, this.#site);
  }
}

/** Downstream: hands out own answers, and replaces those of the server. */
class Forger implements Affect {
  readonly #site: Site;
  /** The response that is being replaced. */
  #replaced: Exchange | undefined;

  constructor(site: Site) {
    this.#site = site;
  }

  decide(item: Item): Step {
    const step = OwnAnswers.of(this.#site).decide(item, this.#site);
    if (step !== undefined) return step;
    if (item === 'idle') return hold;
    return item === 'end' ? this.#end() : this.#replace(item);
  }

  removed(): Loss {
    return this.#replaced === undefined ? OwnAnswers.of(this.#site).removed() : 'close';
  }

  #replace({ part }: Chunk): Step {
    if (part === undefined || part.isInterim) return pass;
    const { exchange, kind, isLast } = part;
    const { attributes, http } = this.#site;
    const isAfter = attribute(attributes, 'when') !== INSTEAD;
    if (kind === 'head' && isAfter && http.isMeant(exchange) && exchange.response?.status !== 101) this.#replaced = exchange;
    if (exchange !== this.#replaced) return pass;
    if (!isLast) return TAKE;
    this.#replaced = undefined;
    return { kind: 'replace', bytes: answerTo(exchange, this.#site, false), did: 'answered' };
  }

  /** The end of the connection was the end of the response. */
  #end(): Step {
    const exchange = this.#replaced;
    if (exchange === undefined) return pass;
    this.#replaced = undefined;
    const bytes = answerTo(exchange, this.#site, true);
    this.#site.fired('answered', bytes.length, exchange);
    return { kind: 'insert', bytes };
  }
}

function answerTo({ request }: Exchange, { attributes }: Site, isEnd: boolean): Buffer {
  const [status, retryAfter] = [attribute(attributes, 'status'), attribute(attributes, 'retry_after')];
  return writeResponse({ status, retryAfter, body: textAttribute(attributes, 'body'), isEnd }, request.method);
}
