import { parentPort } from 'node:worker_threads';

export interface Task<Job> {
  readonly number: number;
  readonly job: Job;
}

export interface Done<Result> {
  readonly number: number;
  readonly result: Result;
}

/** Carries out the jobs of this thread, one after the other. */
export function carryOut<Job, Result>(one: (job: Job) => Promise<Result>): void {
  let last: Promise<void> = Promise.resolve();
  const answer = async ({ number, job }: Task<Job>): Promise<void> => {
    const done: Done<Result> = { number, result: await one(job) };
    parentPort?.postMessage(done);
  };
  parentPort?.on('message', (task: Task<Job>) => {
    last = last.then(() => answer(task));
  });
}
