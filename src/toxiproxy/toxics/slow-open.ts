import { attribute, hold, oneChunk, pass } from './toxic-kind.js';
import type { Affect, Attributes, Item, Site, Step, ToxicKind } from './toxic-kind.js';

/** The first bytes of its direction wait `delay` milliseconds from their arrival; all that follow pass. A direction in which bytes have passed already is left alone. */
export const slowOpen: ToxicKind = {
  type: 'slow_open',
  goName: 'SlowOpenToxic',
  attributes: ['delay'],
  ...oneChunk,
  affect: (attributes, site) => new Opening(attributes, site),
};

class Opening implements Affect {
  readonly #attributes: Attributes;
  #isOpen: boolean;
  #isWaiting = false;

  constructor(attributes: Attributes, { talk, stream }: Site) {
    this.#attributes = attributes;
    this.#isOpen = talk.received[stream] > 0;
  }

  decide(item: Item, nowMillis: number): Step {
    if (item === 'idle') return hold;
    if (item === 'end' || this.#isOpen) return pass;
    const due = item.arrivedMillis + attribute(this.#attributes, 'delay');
    this.#isWaiting = nowMillis < due;
    if (this.#isWaiting) return { kind: 'wait', untilMillis: due };
    this.#isOpen = true;
    return pass;
  }

  restart(): void {
    // What was waiting has been handed on.
    this.#isOpen ||= this.#isWaiting;
  }
}
