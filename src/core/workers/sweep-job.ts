import type { Recorded } from '../sweep/record-journey.js';
import type { PointResult, SweepJob } from '../sweep/sweeper.js';

/** What a thread of a sweep is started with: a scenario goes by its name, because its functions cannot travel. */
export interface SweepThreadSetting {
  /** URL of a module that exports `scenariosWith(given)`. */
  readonly module: string;
  /** What the scenarios are made with. */
  readonly given: unknown;
  readonly scenario: string;
  readonly defects: readonly string[];
  readonly journeys: readonly Recorded[];
}

export interface SweepThreadJob {
  readonly number: number;
  readonly job: SweepJob;
}

export interface SweepThreadResult {
  readonly number: number;
  readonly result: PointResult;
}
