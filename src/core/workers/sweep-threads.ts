import type { Recorded } from '../sweep/record-journey.js';
import type { SweepCrew, SweepCrewOptions } from '../sweep/sweep-crew.js';
import type { PointResult, SweepJob } from '../sweep/sweeper.js';
import type { ThreadSetting } from './scenario-here.js';
import { Threads } from './threads.js';

/** What a thread of a sweep is started with. */
export interface SweepSetting extends ThreadSetting {
  readonly journeys: readonly Recorded[];
}

const ahead = 4;

/** Points on `jobs` threads. A thread that dies fails the sweep. */
export function sweepThreads({ scenario, defects, journeys, jobs, signal }: SweepCrewOptions, module: string, given: unknown): SweepCrew {
  const setting: SweepSetting = { module, given, scenario: scenario.name, defects, journeys };
  return new Threads<SweepJob, PointResult>({
    program: new URL('./sweep-worker.js', import.meta.url),
    setting,
    count: jobs,
    ahead,
    signal,
  });
}
