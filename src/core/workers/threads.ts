import { Worker } from 'node:worker_threads';
import type { Done, Task } from './carry-out.js';

export interface ThreadsOptions {
  /** The program of each thread: it takes its jobs with `carryOut`. */
  readonly program: URL;
  /** What each is started with. Plain data. */
  readonly setting: unknown;
  /** Threads. */
  readonly count: number;
  /** Jobs that wait in each, so that none is idle while somebody looks at results. */
  readonly ahead: number;
  readonly signal: AbortSignal;
}

interface Waiting<Result> {
  readonly resolve: (result: Result | null) => void;
  readonly reject: (cause: Error) => void;
}

/** Threads that take jobs in turn. One that dies fails every job. */
export class Threads<Job, Result> {
  /** How many jobs they want to have at once. */
  readonly size: number;
  readonly #workers: readonly Worker[];
  readonly #waiting = new Map<number, Waiting<Result>>();
  #isClosed = false;
  #given = 0;

  constructor({ program, setting, count, ahead, signal }: ThreadsOptions) {
    this.size = count * ahead;
    this.#workers = Array.from({ length: count }, () => this.#start(new Worker(program, { workerData: setting })));
    signal.addEventListener('abort', () => void this.close(), { once: true });
  }

  /** Null when it was ended before its end. */
  run(job: Job): Promise<Result | null> {
    if (this.#isClosed) return Promise.resolve(null);
    const task: Task<Job> = { number: this.#given++, job };
    this.#workers[task.number % this.#workers.length]?.postMessage(task);
    return new Promise((resolve, reject) => void this.#waiting.set(task.number, { resolve, reject }));
  }

  /** Ends what is under way: it is answered with null. */
  async close(): Promise<void> {
    this.#finish(({ resolve }) => resolve(null));
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #start(worker: Worker): Worker {
    worker.on('message', ({ number, result }: Done<Result>) => {
      this.#waiting.get(number)?.resolve(result);
      this.#waiting.delete(number);
    });
    worker.on('error', (cause) => this.#finish(({ reject }) => reject(cause)));
    worker.on('exit', (code) => this.#finish(({ reject }) => reject(new Error(`a thread ended by itself, with code ${code}`))));
    return worker;
  }

  #finish(end: (each: Waiting<Result>) => void): void {
    this.#isClosed = true;
    for (const each of this.#waiting.values()) end(each);
    this.#waiting.clear();
  }
}
