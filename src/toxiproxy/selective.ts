import type { Exchange, Stretch } from './http/exchange.js';
import type { Toxic } from './toxic.js';
import type { Affect, Chunk, Item, Loss, Site, Step } from './toxics/toxic-kind.js';
import { hold, pass } from './toxics/toxic-kind.js';

/**
 * A toxic of any kind that has a `match`: it is shown the matching messages of its direction, each as if it were a connection of its own, and the silence or
 * end that follows one; all else passes. A connection that lost bytes of a message ends before another one would come out of step.
 */
export class Selective implements Affect {
  readonly #toxic: Toxic;
  readonly #site: Site;
  #inner: Affect | undefined;
  #exchange: Exchange | undefined;
  #loss: Loss = 'nothing';

  constructor(toxic: Toxic, site: Site) {
    this.#toxic = toxic;
    this.#site = site;
  }

  get deadlineMillis(): number | undefined {
    return this.#inner?.deadlineMillis;
  }

  decide(item: Item, nowMillis: number): Step {
    if (typeof item !== 'string') this.#turnTo(item, nowMillis);
    if (this.#loss !== 'nothing') return { kind: this.#loss };
    return this.#inner?.decide(item, nowMillis) ?? (item === 'idle' ? hold : pass);
  }

  restart(nowMillis: number): void {
    this.#inner?.restart?.(nowMillis);
  }

  kept(): readonly Stretch[] {
    return this.#inner?.kept?.() ?? [];
  }

  removed(): Loss {
    return this.#inner?.removed?.() ?? 'nothing';
  }

  #turnTo({ part, turn }: Chunk, nowMillis: number): void {
    const exchange = part === undefined || part.isInterim ? undefined : part.exchange;
    if (exchange === this.#exchange) return;
    this.#exchange = exchange;
    this.#loss = this.removed();
    const isMeant = exchange !== undefined && exchange.meant.has(this.#toxic);
    this.#inner = isMeant ? this.#begin(turn, nowMillis) : undefined;
  }

  #begin(turn: number, beganMillis: number): Affect {
    const talk = { turn: turn - 1, isAsking: false, received: { upstream: 0, downstream: 0 } };
    return this.#toxic.kind.affect(this.#toxic.attributes, { ...this.#site, beganMillis, talk });
  }
}
