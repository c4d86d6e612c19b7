import { Worker } from 'node:worker_threads';
import type { Crew, CrewOptions } from '../campaign/crew.js';
import { planOf } from '../campaign/plan-of-run.js';
import type { RunResult } from '../campaign/run-plan.js';
import type { JobResult, JobSetting } from './job.js';

/** Runs that wait in each thread, so that none is idle while the campaign looks at results. */
const ahead = 8;

interface Waiting {
  readonly resolve: (result: RunResult | null) => void;
  readonly reject: (cause: Error) => void;
}

/** Simulated runs on `jobs` threads. A thread that dies fails the campaign. */
export function crewOfThreads(options: CrewOptions, module: string, given: unknown = null): Crew {
  const { scenario, seed, intensity, defects, jobs, signal } = options;
  const setting: JobSetting = { module, given, scenario: scenario.name, seed, intensity, defects };
  const waiting = new Map<number, Waiting>();
  let isClosed = false;
  const finishAll = (end: (each: Waiting) => void): void => {
    isClosed = true;
    for (const each of waiting.values()) end(each);
    waiting.clear();
  };
  const take = (result: JobResult): void => {
    waiting.get(result.index)?.resolve(resultOf(options, result));
    waiting.delete(result.index);
  };
  const workers = Array.from({ length: jobs }, () => {
    const worker = new Worker(new URL('./sim-worker.js', import.meta.url), { workerData: setting });
    worker.on('message', take);
    worker.on('error', (cause) => finishAll(({ reject }) => reject(cause)));
    worker.on('exit', (code) =>
      finishAll(({ reject }) => reject(new Error(`a thread of the simulator ended by itself, with code ${code}`))),
    );
    return worker;
  });
  const close = async (): Promise<void> => {
    finishAll(({ resolve }) => resolve(null));
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
  signal.addEventListener('abort', () => void close(), { once: true });
  let turn = 0;
  return {
    size: jobs * ahead,
    run: (index) => {
      if (isClosed) return Promise.resolve(null);
      workers[turn++ % workers.length]?.postMessage(index);
      return new Promise((resolve, reject) => void waiting.set(index, { resolve, reject }));
    },
    close,
  };
}

function resultOf({ scenario, seed, intensity }: CrewOptions, { index, events, verdicts, verdict, tally, hash }: JobResult): RunResult {
  const judged = scenario.invariants.flatMap((invariant, nth) => {
    const its = verdicts[nth];
    return its === undefined ? [] : [{ invariant, verdict: its }];
  });
  return { plan: planOf(scenario, seed, index, intensity), events, judged, verdict, tally, hash, reexecution: null, interrupted: false };
}
