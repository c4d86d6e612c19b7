import type { Draw } from '../seeded.js';
import { attribute, hold, oneChunk, pass } from './toxic-kind.js';
import type { Affect, Attributes, Chunk, Item, Step, ToxicKind } from './toxic-kind.js';

/**
 * Hands chunks on in pieces of at most `average_size` + `size_variation` bytes, with `delay` microseconds after each.
 * An average of 0 or less leaves chunks whole (the original server dies of it).
 */
export const slicer: ToxicKind = {
  type: 'slicer',
  goName: 'SlicerToxic',
  goInteger: 'int',
  attributes: ['average_size', 'size_variation', 'delay'],
  ...oneChunk,
  affect: (attributes, site) => new Slices(attributes, site.draw),
};

class Slices implements Affect {
  readonly #attributes: Attributes;
  readonly #draw: Draw;
  #chunk: Chunk | undefined;
  /** Lengths still to be split or sent, the first on top; they add up to what is left of the chunk. */
  #lengths: number[] = [];
  #freeMillis = 0;

  constructor(attributes: Attributes, draw: Draw) {
    this.#attributes = attributes;
    this.#draw = draw;
  }

  decide(item: Item, nowMillis: number): Step {
    if (item === 'idle') return hold;
    if (nowMillis < this.#freeMillis) return { kind: 'wait', untilMillis: this.#freeMillis };
    if (item === 'end' || attribute(this.#attributes, 'average_size') <= 0) return pass;
    if (item !== this.#chunk) {
      this.#chunk = item;
      this.#lengths = [item.bytes.length];
    }
    const piece = this.#nextLength();
    this.#freeMillis = nowMillis + Math.max(0, attribute(this.#attributes, 'delay')) / 1000;
    if (this.#lengths.length > 0) return { kind: 'cut', bytes: piece };
    this.#chunk = undefined;
    return pass;
  }

  restart(): void {
    this.#chunk = undefined;
    this.#freeMillis = 0;
  }

  #nextLength(): number {
    const average = attribute(this.#attributes, 'average_size');
    const variation = Math.max(0, attribute(this.#attributes, 'size_variation'));
    let length = this.#lengths.pop() ?? 0;
    // Each turn makes the length smaller and ends at 1 at the latest, because average + variation is at least 1.
    while (length > average + variation) {
      const first = this.#half(length, variation);
      this.#lengths.push(length - first);
      length = first;
    }
    return length;
  }

  #half(length: number, variation: number): number {
    const shift = variation === 0 ? 0 : Math.floor(this.#draw() * variation * 2) - variation;
    return Math.min(length - 1, Math.max(1, Math.floor(length / 2) + shift));
  }
}
