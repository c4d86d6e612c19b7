import { limits } from './limits.js';

/** One timer that rings at or after the earliest time it was set to, on the monotonic clock. Who is rung looks at the clock again. */
export class Alarm {
  readonly #ring: () => void;
  #timer: NodeJS.Timeout | undefined;
  #untilMillis = 0;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  set(untilMillis: number): void {
    if (this.#timer !== undefined && this.#untilMillis <= untilMillis) return;
    this.stop();
    // Rounded up, because Node's timers may fire almost a millisecond early.
    const millis = Math.min(limits.timerMillisMax, Math.max(1, Math.ceil(untilMillis - performance.now())));
    this.#untilMillis = untilMillis;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#ring();
    }, millis);
  }

  stop(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
