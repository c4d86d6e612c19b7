import {
  aheadAt,
  type ClockFault,
  faultsOf,
  type Micros,
  type NodeClock,
  rightClock,
  shownAt,
  timeOfShown,
  withClockFault,
} from '../index.js';
import type { Clock } from './clock.js';

/** The clocks of a node as its machine knows them: right, but for the faults that its supervisor has put on them. */
export class NodeTime {
  readonly #clock: Clock;
  /** Is told that a fault was met so many times since it was last told. */
  readonly #hit: (name: string, count: number) => void;
  #state: NodeClock;
  /** Hits that were not told yet, of faults whose first was. */
  readonly #pending = new Map<string, number>();

  /** @param state how it stood when the node was started; null: right */
  constructor(clock: Clock, state: NodeClock | null, hit: (name: string, count: number) => void) {
    this.#clock = clock;
    this.#state = state ?? rightClock;
    this.#hit = hit;
  }

  /** Monotonic. */
  now(): Micros {
    return shownAt(this.#state, this.#clock.now());
  }

  /** Since the epoch. */
  wall(): Micros {
    return Date.now() * 1_000 + aheadAt(this.#state, this.#clock.now());
  }

  get isFaulty(): boolean {
    return this.#state.faults.length > 0;
  }

  /** Puts a fault on, or (null) takes it off; what it has hit is told then. */
  set(name: string, fault: ClockFault | null): void {
    this.#state = withClockFault(this.#state, this.#clock.now(), name, fault);
    const pending = this.#pending.get(name) ?? 0;
    if (fault !== null) return;
    this.#pending.delete(name);
    if (pending > 0) this.#hit(name, pending);
  }

  /** The machine has read this clock, or has it measure a time. */
  met(read: 'now' | 'wall'): void {
    for (const { name } of faultsOf(this.#state, read)) {
      const pending = this.#pending.get(name);
      if (pending === undefined) this.#hit(name, 1);
      this.#pending.set(name, (pending ?? -1) + 1);
    }
  }

  /** How long it truly takes until the monotonic clock shows `shown`; at least 0. */
  until(shown: Micros): Micros {
    const now = this.#clock.now();
    return Math.max(0, timeOfShown(this.#state, shown) - now);
  }
}
