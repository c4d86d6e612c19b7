import type { Crew, CrewOptions } from '../campaign/crew.js';
import { planOf } from '../campaign/plan-of-run.js';
import type { RunResult } from '../campaign/run-plan.js';
import type { JobResult, JobSetting } from './job.js';
import { Threads } from './threads.js';

const ahead = 8;

/** Simulated runs on `jobs` threads. A thread that dies fails the campaign. */
export function crewOfThreads(options: CrewOptions, module: string, given: unknown = null): Crew {
  const { scenario, seed, intensity, defects, jobs, signal } = options;
  const setting: JobSetting = { module, given, scenario: scenario.name, seed, intensity, defects };
  const program = new URL('./sim-worker.js', import.meta.url);
  const threads = new Threads<number, JobResult>({ program, setting, count: jobs, ahead, signal });
  return {
    size: threads.size,
    run: async (index) => {
      const result = await threads.run(index);
      return result === null ? null : resultOf(options, result);
    },
    close: () => threads.close(),
  };
}

function resultOf({ scenario, seed, intensity }: CrewOptions, { index, events, verdicts, verdict, tally, hash }: JobResult): RunResult {
  const judged = scenario.invariants.flatMap((invariant, nth) => {
    const its = verdicts[nth];
    return its === undefined ? [] : [{ invariant, verdict: its }];
  });
  return { plan: planOf(scenario, seed, index, intensity), events, judged, verdict, tally, hash, reexecution: null, interrupted: false };
}
