import { Worker } from 'node:worker_threads';
import type { SweepCrew, SweepCrewOptions } from '../sweep/sweep-crew.js';
import type { PointResult } from '../sweep/sweeper.js';
import type { SweepThreadResult, SweepThreadSetting } from './sweep-job.js';

/** Points that wait in each thread, so that none is idle while the sweep looks at results. */
const ahead = 4;

interface Waiting {
  readonly resolve: (result: PointResult | null) => void;
  readonly reject: (cause: Error) => void;
}

/** Points on `jobs` threads. A thread that dies fails the sweep. */
export function sweepThreads({ scenario, defects, journeys, jobs, signal }: SweepCrewOptions, module: string, given: unknown): SweepCrew {
  const setting: SweepThreadSetting = { module, given, scenario: scenario.name, defects, journeys };
  const waiting = new Map<number, Waiting>();
  let isClosed = false;
  const finishAll = (end: (each: Waiting) => void): void => {
    isClosed = true;
    for (const each of waiting.values()) end(each);
    waiting.clear();
  };
  const take = ({ number, result }: SweepThreadResult): void => {
    waiting.get(number)?.resolve(result);
    waiting.delete(number);
  };
  const workers = Array.from({ length: jobs }, () => {
    const worker = new Worker(new URL('./sweep-worker.js', import.meta.url), { workerData: setting });
    worker.on('message', take);
    worker.on('error', (cause) => finishAll(({ reject }) => reject(cause)));
    worker.on('exit', (code) => finishAll(({ reject }) => reject(new Error(`a thread of the sweep ended by itself, with code ${code}`))));
    return worker;
  });
  const close = async (): Promise<void> => {
    finishAll(({ resolve }) => resolve(null));
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
  signal.addEventListener('abort', () => void close(), { once: true });
  let number = 0;
  return {
    size: jobs * ahead,
    run: (job) => {
      if (isClosed) return Promise.resolve(null);
      const own = number++;
      workers[own % workers.length]?.postMessage({ number: own, job });
      return new Promise((resolve, reject) => void waiting.set(own, { resolve, reject }));
    },
    close,
  };
}
