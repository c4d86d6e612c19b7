import { attribute, close, hold, oneChunk, pass } from './toxic-kind.js';
import type { Affect, Attributes, Item, Step, ToxicKind } from './toxic-kind.js';

/** Passes exactly `bytes` bytes, then ends the connection. The count outlives updates; with 0 the first byte ends it. */
export const limitData: ToxicKind = {
  type: 'limit_data',
  goName: 'LimitDataToxic',
  attributes: ['bytes'],
  ...oneChunk,
  affect: (attributes) => new Allowance(attributes),
};

class Allowance implements Affect {
  readonly #attributes: Attributes;
  #usedBytes = 0;
  #spent = false;

  constructor(attributes: Attributes) {
    this.#attributes = attributes;
  }

  decide(item: Item): Step {
    if (this.#spent) return close;
    if (item === 'idle') return hold;
    if (item === 'end') return pass;
    const left = attribute(this.#attributes, 'bytes') - this.#usedBytes;
    if (left <= 0) return close;
    this.#usedBytes += Math.min(left, item.bytes.length);
    this.#spent = left <= item.bytes.length;
    return left < item.bytes.length ? { kind: 'cut', bytes: left } : pass;
  }
}
