import type { Micros } from '../index.js';
import type { Clock } from './clock.js';

export interface LagMeterOptions {
  readonly every: Micros;
  /** Lag below this is not told. */
  readonly min: Micros;
  tell(lag: Micros, at: Micros): void;
}

/** Tells when the event loop of this process is late. @returns how to stop */
export function startLagMeter(clock: Clock, { every, min, tell }: LagMeterOptions): () => void {
  let last = clock.now();
  const timer = setInterval(() => {
    const now = clock.now();
    const lag = now - last - every;
    last = now;
    if (lag >= min) tell(lag, now);
  }, every / 1_000);
  timer.unref();
  return () => clearInterval(timer);
}
