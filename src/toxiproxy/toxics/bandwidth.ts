import { attribute, hold, oneChunk, pass } from './toxic-kind.js';
import type { Affect, Attributes, Item, Step, ToxicKind } from './toxic-kind.js';

const SLICE_MILLIS = 100;

/** Lets `rate` kilobytes (of 1000 bytes) a second through, per connection and direction. Rate 0 or less: nothing passes and nothing is lost. */
export const bandwidth: ToxicKind = {
  type: 'bandwidth',
  goName: 'BandwidthToxic',
  attributes: ['rate'],
  ...oneChunk,
  affect: (attributes) => new Throttle(attributes),
};

class Throttle implements Affect {
  readonly #attributes: Attributes;
  #begunMillis: number | undefined;
  /** How late the last piece left; taken off the next wait, so that slow timers do not lower the rate. */
  #lateMillis = 0;

  constructor(attributes: Attributes) {
    this.#attributes = attributes;
  }

  decide(item: Item, nowMillis: number): Step {
    if (item === 'idle') return hold;
    if (item === 'end') return pass;
    const rate = attribute(this.#attributes, 'rate');
    if (rate <= 0) return hold;
    return this.#pace(item.bytes.length, rate, nowMillis);
  }

  restart(): void {
    this.#begunMillis = undefined;
    this.#lateMillis = 0;
  }

  /** A rate in kilobytes a second is the same number in bytes a millisecond. */
  #pace(length: number, rate: number, nowMillis: number): Step {
    const piece = Math.min(length, rate * SLICE_MILLIS);
    const begun = (this.#begunMillis ??= nowMillis - this.#lateMillis);
    const due = begun + piece / rate;
    if (nowMillis < due) return { kind: 'wait', untilMillis: due };
    this.#lateMillis = nowMillis - due;
    this.#begunMillis = piece < length ? due : undefined;
    return piece < length ? { kind: 'cut', bytes: piece } : pass;
  }
}
