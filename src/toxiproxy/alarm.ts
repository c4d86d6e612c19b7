import { limits } from './limits.js';

/** One timer that rings at or after the earliest time it was set to, on the monotonic clock. Who is rung looks at the clock again. */
export class Alarm {
  readonly #ring: () => void;
  #timer: NodeJS.Timeout | undefined;
  /** How long the timer runs. */
  #millis = 0;
  #isSet = false;
  #untilMillis = 0;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  set(untilMillis: number): void {
    if (this.#isSet && this.#untilMillis <= untilMillis) return;
    this.stop();
    // Rounded up, because Node's timers may fire almost a millisecond early.
    const millis = Math.min(limits.timerMillisMax, Math.max(1, Math.ceil(untilMillis - performance.now())));
    this.#untilMillis = untilMillis;
    this.#isSet = true;
    // A timer that has rung is used again; a latency toxic needs one for each chunk.
    if (this.#timer !== undefined && this.#millis === millis) this.#timer.refresh();
    else this.#timer = this.#start(millis);
  }

  stop(): void {
    if (!this.#isSet) return;
    this.#isSet = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #start(millis: number): NodeJS.Timeout {
    this.#millis = millis;
    return setTimeout(() => {
      this.#isSet = false;
      this.#ring();
    }, millis);
  }
}
