import { type PointResult, Sweeper, type SweepJob, type SweepSetting } from './sweeper.js';

/** Who carries points out. Where and how many at once is the crew's affair: what a point comes to depends on nothing but the point. */
export interface SweepCrew {
  /** How many jobs it wants to have at once, so that nobody is idle. Whole, at least 1. */
  readonly size: number;
  /** Null when it was ended before its end. */
  run(job: SweepJob): Promise<PointResult | null>;
  close(): Promise<void>;
}

export interface SweepCrewOptions extends SweepSetting {
  readonly jobs: number;
  readonly signal: AbortSignal;
  /** Lets the rest of the program have a turn: a run in the simulator never leaves its own. */
  readonly breathe: () => Promise<void>;
}

/** One point after the other, in this thread. */
export function sweepCrewHere(options: SweepCrewOptions): SweepCrew {
  const sweeper = new Sweeper(options);
  return {
    size: 1,
    run: async (job) => {
      await options.breathe();
      return options.signal.aborted ? null : sweeper.run(job);
    },
    close: () => sweeper.close(),
  };
}
