import type { Micros } from '../index.js';

/** Monotonic time since a moment that several processes of one machine share. */
export class Clock {
  readonly #origin: bigint;

  /** @param originNanos a value of `process.hrtime.bigint()` as text; null: now */
  constructor(originNanos: string | null) {
    this.#origin = originNanos === null ? process.hrtime.bigint() : BigInt(originNanos);
  }

  get originNanos(): string {
    return this.#origin.toString();
  }

  now(): Micros {
    return Number((process.hrtime.bigint() - this.#origin) / 1000n);
  }
}
