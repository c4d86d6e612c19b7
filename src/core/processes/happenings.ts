import type { Happening } from '../../contract/index.js';
import { assert, type Micros } from '../../world/index.js';
import type { Clock } from '../../world/node/index.js';
import { limits } from './limits.js';

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;

/** What has happened and was not yet taken by the engine. */
export class Happenings {
  readonly #clock: Clock;
  readonly #waiting: Happening[] = [];
  #wake: (() => void) | null = null;
  #failure: Error | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param at when it happened; default now */
  tell(happening: WithoutTime<Happening>, at: Micros = this.#clock.now()): void {
    assert(this.#waiting.length < limits.happeningsMax, 'processes: the engine takes what happens');
    this.#waiting.push({ at, ...happening } as Happening);
    this.#wake?.();
  }

  /** The world is broken, not the system in it: the engine learns it from its next question. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#wake?.();
  }

  /** The next happening, or a tick at `until`; a tick always lets others run first. */
  next(until: Micros): Happening | Promise<Happening> {
    const first = this.#waiting.shift();
    if (first !== undefined) return first;
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#wake = null;
        const next = this.#waiting.shift();
        if (next !== undefined) resolve(next);
        else if (this.#failure !== null) reject(this.#failure);
        else resolve({ at: Math.max(until, this.#clock.now()), is: 'tick' });
      };
      // Timers of Node count in whole milliseconds and may ring a part of one early.
      const millis = (): number => Math.min(Math.max(1, Math.ceil((until - this.#clock.now()) / 1_000)), 2_147_483_647);
      const ring = (): void => {
        if (this.#clock.now() >= until || this.#failure !== null) wake();
        else timer = setTimeout(ring, millis());
      };
      let timer = setTimeout(ring, this.#failure === null ? millis() : 0);
      this.#wake = wake;
    });
  }
}
