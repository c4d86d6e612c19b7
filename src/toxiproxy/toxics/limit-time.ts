import { attribute, hold, oneChunk, pass } from './toxic-kind.js';
import type { Affect, Attributes, Item, Step, ToxicKind } from './toxic-kind.js';

/** Severs a connection `time` milliseconds after it was opened, or after the toxic came if that was later, though data flows. 0 or less: at once. */
export const limitTime: ToxicKind = {
  type: 'limit_time',
  goName: 'LimitTimeToxic',
  attributes: ['time'],
  ...oneChunk,
  affect: (attributes, site) => new Lifetime(attributes, site.beganMillis),
};

class Lifetime implements Affect {
  readonly #attributes: Attributes;
  readonly #beganMillis: number;

  constructor(attributes: Attributes, beganMillis: number) {
    this.#attributes = attributes;
    this.#beganMillis = beganMillis;
  }

  get deadlineMillis(): number {
    return this.#beganMillis + attribute(this.#attributes, 'time');
  }

  decide(item: Item): Step {
    return item === 'idle' ? hold : pass;
  }
}
