import { attribute, hold, oneChunk, pass } from './toxic-kind.js';
import type { Affect, Attributes, Item, Step, ToxicKind } from './toxic-kind.js';

/** Data passes; the end of the stream waits `delay` milliseconds. */
export const slowClose: ToxicKind = {
  type: 'slow_close',
  goName: 'SlowCloseToxic',
  attributes: ['delay'],
  ...oneChunk,
  affect: (attributes) => new Linger(attributes),
};

class Linger implements Affect {
  readonly #attributes: Attributes;
  #dueMillis: number | undefined;

  constructor(attributes: Attributes) {
    this.#attributes = attributes;
  }

  decide(item: Item, nowMillis: number): Step {
    if (item === 'idle') return hold;
    if (item !== 'end') return pass;
    this.#dueMillis ??= nowMillis + attribute(this.#attributes, 'delay');
    return nowMillis < this.#dueMillis ? { kind: 'wait', untilMillis: this.#dueMillis } : pass;
  }

  restart(): void {
    this.#dueMillis = undefined;
  }
}
