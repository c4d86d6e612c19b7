import type { Micros } from '../index.js';
import type { Clock } from './clock.js';

/** The longest that one `setTimeout` can wait, in milliseconds. */
const waitMax = 2_147_483_647;

/** The named timers of a node. None fires before its time on the node's own clock. */
export class Timers {
  readonly #clock: Clock;
  readonly #fire: (name: string) => void;
  readonly #set = new Map<string, NodeJS.Timeout>();

  constructor(clock: Clock, fire: (name: string) => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  /** @param after null: cancels it */
  set(name: string, after: Micros | null): void {
    clearTimeout(this.#set.get(name));
    this.#set.delete(name);
    if (after !== null) this.#wait(name, this.#clock.now() + after);
  }

  #wait(name: string, deadline: Micros): void {
    const millis = Math.max(0, Math.ceil((deadline - this.#clock.now()) / 1_000));
    const timer = setTimeout(
      () => {
        if (this.#clock.now() < deadline) return this.#wait(name, deadline);
        this.#set.delete(name);
        this.#fire(name);
      },
      Math.min(millis, waitMax),
    );
    this.#set.set(name, timer);
  }
}
