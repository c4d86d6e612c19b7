import { Alarm } from './alarm.js';
import { Conversation } from './http/conversation.js';
import type { Exchange, Part, Stretch } from './http/exchange.js';
import { limits } from './limits.js';
import type { Stream } from './stream.js';
import type { Talk } from './toxics/toxic-kind.js';

export interface FramingOptions {
  readonly talk: Talk;
  /** Told of every request before its bytes go on. */
  readonly began: (exchange: Exchange) => void;
  /** Told when a whole response has been handed to the client. */
  readonly answered: () => void;
  /** Takes bytes that were kept back and turn out to be no head. */
  readonly late: (stream: Stream, stretches: readonly Stretch[]) => void;
}

/** The reading of a connection as HTTP: it begins when the client does, which on an open connection is when it next speaks after the server did. */
export class Framing {
  readonly #options: FramingOptions;
  readonly #conversation: Conversation;
  readonly #alarms: Readonly<Record<Stream, Alarm>>;
  #hasBegun = false;

  constructor(options: FramingOptions) {
    this.#options = options;
    this.#conversation = new Conversation(options.began);
    const alarm = (stream: Stream): Alarm => new Alarm(() => options.late(stream, this.#conversation.giveUp(stream)));
    this.#alarms = { upstream: alarm('upstream'), downstream: alarm('downstream') };
  }

  /** To be asked before the bytes are counted. @returns undefined when they are not read as HTTP */
  read(stream: Stream, bytes: Buffer): readonly Stretch[] | undefined {
    this.#hasBegun ||= stream === 'upstream' && !this.#options.talk.isAsking;
    if (!this.#hasBegun || this.#conversation.isOver) return undefined;
    const stretches = this.#conversation.read(stream, bytes);
    this.#alarms[stream].stop();
    if (this.#conversation.heldBytes(stream) > 0) this.#alarms[stream].set(performance.now() + limits.httpHeadMillisMax);
    return stretches;
  }

  /** That direction is read no more. @returns what was kept back */
  end(stream: Stream): readonly Stretch[] {
    this.#alarms[stream].stop();
    return this.#conversation.giveUp(stream);
  }

  /** The exchanges that have begun and not ended, in order. */
  get open(): readonly Exchange[] {
    return this.#conversation.open;
  }

  isNext(exchange: Exchange): boolean {
    return this.#conversation.isNext(exchange);
  }

  handedOn(stream: Stream, part: Part): void {
    if (this.#conversation.handedOn(stream, part)) this.#options.answered();
  }
}
