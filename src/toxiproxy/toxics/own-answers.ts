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
    const [answer] = this.#waiting;
    if (answer === undefined) return undefined;
    const { exchange, bytes, did, isInterim, isEnd } = answer;
    if (!http.isNext(exchange)) {
      const isLater = typeof item !== 'string' && item.part !== undefined && item.part.exchange.index > exchange.index;
      return isLater ? hold : undefined;
    }
    this.#waiting.shift();
    this.#isOver = isEnd;
    if (did !== undefined) fired(did, bytes.length);
    return { kind: 'insert', bytes, part: { exchange, kind: 'head', isInterim, isLast: true } };
  }

  /** The toxic ends: a client to whom an answer is owed must not wait for it. */
  removed(): Loss {
    return this.#waiting.length > 0 || this.#isOver ? 'close' : 'nothing';
  }
}
