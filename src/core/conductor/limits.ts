import type { Micros } from '../../world/index.js';

/** How patient a conductor is. Reaching one of these is a result (an event says so), never a hang. */
export interface Limits {
  /** Longest `disturb`, from its start; lanes that are not done by then stop. */
  readonly disturbMax: Micros;
  /** How long a step that asks for rest waits for it while faults are on. */
  readonly restInDisturbMax: Micros;
  /** Between two looks at a system that moves. Where nobody measures how long it moves, each pause is half as long again as the one before. */
  readonly pollEvery: Micros;
  /** The longest such pause. */
  readonly pollMost: Micros;
  /** Time-out of the conductor's own calls: looks and errands. */
  readonly callTimeout: Micros;
  /** Attempts of an errand before the janitor or canary gives up on it. */
  readonly errandAttemptsMax: number;
  /** Attempts of a fault's own operation, such as lifting an admission policy. */
  readonly faultAttemptsMax: number;
  /** Rounds of the janitor: look, then make the calls that the look asks for. */
  readonly janitorRoundsMax: number;
  /** First pause between two attempts; it doubles up to eight times this. */
  readonly retryPause: Micros;
  /** Of the operations of unknown outcome, the share that is retried with its key after the faults are gone. */
  readonly retryInfoPercent: number;
}

export const limitsDefault: Limits = {
  disturbMax: 20_000_000,
  restInDisturbMax: 3_000_000,
  pollEvery: 100_000,
  pollMost: 400_000,
  callTimeout: 4_000_000,
  errandAttemptsMax: 12,
  faultAttemptsMax: 100,
  janitorRoundsMax: 40,
  retryPause: 50_000,
  retryInfoPercent: 50,
};
