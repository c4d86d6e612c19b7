import type { Micros } from '../index.js';
import type { NodeTime } from './node-time.js';

/** The longest that one `setTimeout` can wait, in milliseconds. */
const waitMax = 2_147_483_647;

interface Timer {
  readonly deadline: Micros;
  readonly timeout: NodeJS.Timeout;
}

/** The named timers of a node. None fires before its time on the node's own clock. */
export class Timers {
  readonly #time: NodeTime;
  readonly #fire: (name: string) => void;
  readonly #set = new Map<string, Timer>();

  constructor(time: NodeTime, fire: (name: string) => void) {
    this.#time = time;
    this.#fire = fire;
  }

  /** @param after null: cancels it */
  set(name: string, after: Micros | null): void {
    clearTimeout(this.#set.get(name)?.timeout);
    this.#set.delete(name);
    if (after === null) return;
    this.#time.met('now');
    this.#wait(name, this.#time.now() + after);
  }

  /** The node's clock runs at another rate: each fires when it shows what it was to show. */
  retime(): void {
    for (const [name, { deadline, timeout }] of [...this.#set]) {
      clearTimeout(timeout);
      this.#wait(name, deadline);
    }
  }

  #wait(name: string, deadline: Micros): void {
    const timeout = setTimeout(
      () => {
        if (this.#time.now() < deadline) return this.#wait(name, deadline);
        this.#set.delete(name);
        this.#fire(name);
      },
      Math.min(Math.ceil(this.#time.until(deadline) / 1_000), waitMax),
    );
    this.#set.set(name, { deadline, timeout });
  }
}
