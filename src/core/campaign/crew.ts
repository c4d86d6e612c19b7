// Who carries runs out. A campaign hands out indices and takes results in order of index; where and how many at once is the crew's affair, so the findings
// of a campaign in the simulator are the same for one job and for sixteen.
import type { Intensity, Scenario, World } from '../../contract/index.js';
import { planOf } from './plan-of-run.js';
import { type RunResult, runPlan } from './run-plan.js';

export interface Crew {
  /** How many runs it wants to have at once, so that nobody is idle. Whole, at least 1. */
  readonly size: number;
  /** Carries out run `index`; null when it was ended before its end. */
  run(index: number): Promise<RunResult | null>;
  /** Ends what is under way: it is answered with null. Resolves when nothing is left of it. */
  close(): Promise<void>;
}

/** What all runs of a campaign have in common. */
export interface CrewOptions {
  readonly scenario: Scenario;
  readonly world: World;
  readonly seed: string;
  readonly intensity: Intensity;
  readonly defects: readonly string[];
  /** Where a real world keeps its files; unused in the simulator. */
  readonly directory: string;
  readonly jobs: number;
  /** Ends every run early. */
  readonly signal: AbortSignal;
  /** Lets the rest of the program have a turn: a run in the simulator never leaves its own. */
  readonly breathe: () => Promise<void>;
}

/** Runs in this thread. Real ones go on at once, as their processes do; simulated ones one after the other. */
export function crewHere(options: CrewOptions): Crew {
  const { world, scenario, defects, directory, seed, intensity, breathe } = options;
  const { system, faults, invariants } = scenario;
  const closing = new AbortController();
  const signal = AbortSignal.any([options.signal, closing.signal]);
  const under = new Set<Promise<unknown>>();
  const carryOut = async (index: number): Promise<RunResult | null> => {
    await breathe();
    if (signal.aborted) return null;
    const plan = planOf(scenario, seed, index, intensity);
    const result = await runPlan({ world, system, faults, invariants, defects, directory, signal, plan });
    return result.interrupted ? null : result;
  };
  return {
    size: world === 'sim' ? 1 : options.jobs,
    run: (index) => {
      const result = carryOut(index);
      under.add(result);
      return result.finally(() => under.delete(result));
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled(under);
    },
  };
}
