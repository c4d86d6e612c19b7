import { attribute, drop, hold, oneChunk, reset } from './toxic-kind.js';
import type { Affect, Attributes, Item, Loss, Step, ToxicKind } from './toxic-kind.js';

/**
 * At the first data or end of stream in its direction, loses it, and `timeout` milliseconds later resets both sides.
 * An idle connection is left alone. Connections opened before the toxic are reset too (the original closes those without a reset).
 */
export const resetPeer: ToxicKind = {
  type: 'reset_peer',
  goName: 'ResetToxic',
  attributes: ['timeout'],
  lingers: true,
  ...oneChunk,
  affect: (attributes) => new Reset(attributes),
};

class Reset implements Affect {
  readonly #attributes: Attributes;
  #dueMillis: number | undefined;

  constructor(attributes: Attributes) {
    this.#attributes = attributes;
  }

  decide(item: Item, nowMillis: number): Step {
    if (item === 'idle' && this.#dueMillis === undefined) return hold;
    this.#dueMillis ??= nowMillis + attribute(this.#attributes, 'timeout');
    if (nowMillis >= this.#dueMillis) return reset;
    return item === 'idle' || item === 'end' ? { kind: 'wait', untilMillis: this.#dueMillis } : drop;
  }

  removed(): Loss {
    return this.#dueMillis === undefined ? 'nothing' : 'reset';
  }
}
