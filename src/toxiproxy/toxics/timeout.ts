import { attribute, close, drop, hold, oneChunk, pass } from './toxic-kind.js';
import type { Affect, Attributes, Item, Loss, Step, ToxicKind } from './toxic-kind.js';

/** Loses all data; after `timeout` milliseconds without data it ends the connection, or never when `timeout` is 0. Removing it ends every connection. */
export const timeout: ToxicKind = {
  type: 'timeout',
  goName: 'TimeoutToxic',
  attributes: ['timeout'],
  ...oneChunk,
  removalEndsLinks: true,
  affect: (attributes, site) => new Silence(attributes, site.beganMillis),
};

class Silence implements Affect {
  readonly #attributes: Attributes;
  #sinceMillis: number;
  #hasLost = false;

  constructor(attributes: Attributes, nowMillis: number) {
    this.#attributes = attributes;
    this.#sinceMillis = nowMillis;
  }

  decide(item: Item, nowMillis: number): Step {
    if (item === 'end') return pass;
    if (item !== 'idle') {
      this.#sinceMillis = nowMillis;
      this.#hasLost = true;
      return drop;
    }
    const millis = attribute(this.#attributes, 'timeout');
    if (millis <= 0) return hold;
    const due = this.#sinceMillis + millis;
    return nowMillis < due ? { kind: 'wait', untilMillis: due } : close;
  }

  restart(nowMillis: number): void {
    this.#sinceMillis = nowMillis;
  }

  removed(): Loss {
    return this.#hasLost ? 'close' : 'nothing';
  }
}
