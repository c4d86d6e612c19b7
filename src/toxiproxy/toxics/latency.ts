import { limits } from '../limits.js';
import type { Draw } from '../seeded.js';
import { attribute, hold, pass } from './toxic-kind.js';
import type { Affect, Attributes, Chunk, Item, Step, ToxicKind } from './toxic-kind.js';

/** Delays each chunk by `latency` ± `jitter` milliseconds from its arrival. Order is kept, and an end of stream that nothing precedes is not delayed. */
export const latency: ToxicKind = {
  type: 'latency',
  goName: 'LatencyToxic',
  attributes: ['latency', 'jitter'],
  queueChunksMax: limits.latencyChunksMax,
  queueBytesMax: limits.latencyBytesMax,
  affect: (attributes, site) => new Delay(attributes, site.draw),
};

class Delay implements Affect {
  readonly #attributes: Attributes;
  readonly #draw: Draw;
  #chunk: Chunk | undefined;
  #dueMillis = 0;

  constructor(attributes: Attributes, draw: Draw) {
    this.#attributes = attributes;
    this.#draw = draw;
  }

  decide(item: Item, nowMillis: number): Step {
    if (item === 'idle') return hold;
    if (item === 'end') return pass;
    if (item !== this.#chunk) this.#begin(item);
    if (nowMillis < this.#dueMillis) return { kind: 'wait', untilMillis: this.#dueMillis };
    // The time stamp moves with the delay, so that two latency toxics add up.
    item.arrivedMillis = Math.max(item.arrivedMillis, this.#dueMillis);
    this.#chunk = undefined;
    return pass;
  }

  restart(): void {
    this.#chunk = undefined;
  }

  #begin(chunk: Chunk): void {
    const jitter = Math.max(0, attribute(this.#attributes, 'jitter'));
    const drawn = jitter === 0 ? 0 : Math.floor(this.#draw() * jitter * 2) - jitter;
    this.#chunk = chunk;
    this.#dueMillis = chunk.arrivedMillis + attribute(this.#attributes, 'latency') + drawn;
  }
}
