import type { Did } from '../did.js';
import type { Exchange } from '../http/exchange.js';
import { close, hold } from './toxic-kind.js';
import type { Item, Loss, Site, Step } from './toxic-kind.js';

/** A response that does not come from the server, or not on this connection. */
export interface OwnAnswer {
  readonly exchange: Exchange;
  readonly bytes: Buffer;
  /** What the log says of it; undefined: nothing. */
  readonly did: Did | undefined;
  /** Whether it is a 1xx response, after which the exchange goes on. */
  readonly isInterim: boolean;
  /** Whether the connection ends after it. */
  readonly isEnd: boolean;
}

/** The answers that a toxic gives on one connection, each put where it belongs among those of the server. */
export class OwnAnswers {
  readonly #waiting: OwnAnswer[] = [];
  readonly #given = new WeakSet<Exchange>();
  #isOver = false;

  /** Those that all toxics of the same attributes share on a connection. */
  static of({ attributes, shared }: Pick<Site, 'attributes' | 'shared'>): OwnAnswers {
    return shared(attributes, () => new OwnAnswers());
  }

  give(answer: OwnAnswer, { wake }: Pick<Site, 'wake'>): void {
    this.#waiting.push(answer);
    this.#waiting.sort((one, other) => one.exchange.index - other.exchange.index);
    wake('downstream');
  }

  /** What is to be done downstream before anything else; undefined: nothing. */
  decide(item: Item, { http, fired }: Site): Step | undefined {
    if (this.#isOver) return close;
    while ((this.#waiting[0]?.exchange.givenBy ?? 0) > http.order) this.#waiting.shift();
    const [answer] = this.#waiting;
    if (answer === undefined) return this.#isSecond(item) ? { kind: 'take' } : undefined;
    const { exchange, bytes, did, isInterim, isEnd } = answer;
    if (!http.isNext(exchange)) {
      const isLater = typeof item !== 'string' && item.part !== undefined && item.part.exchange.index > exchange.index;
      if (isLater) return hold;
      return this.#isSecond(item) ? { kind: 'take' } : undefined;
    }
    this.#waiting.shift();
    this.#isOver = isEnd;
    if (!isInterim) this.#note(exchange, http.order);
    if (did !== undefined) fired(did, bytes.length, exchange);
    return { kind: 'insert', bytes, part: { exchange, kind: 'head', isInterim, isLast: true } };
  }

  #note(exchange: Exchange, order: number): void {
    exchange.givenBy = Math.max(exchange.givenBy, order);
    this.#given.add(exchange);
  }

  /** Whether it is an answer to what was answered here, from a toxic before this one or from the server. */
  #isSecond(item: Item): boolean {
    return typeof item !== 'string' && item.part !== undefined && !item.part.isInterim && this.#given.has(item.part.exchange);
  }

  /** The toxic ends: a client to whom an answer is owed must not wait for it. */
  removed(): Loss {
    return this.#waiting.length > 0 || this.#isOver ? 'close' : 'nothing';
  }
}
