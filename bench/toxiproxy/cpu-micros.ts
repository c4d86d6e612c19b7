import { readdirSync, readFileSync } from 'node:fs';

/** What a process and all its threads have used of the processor so far, in microseconds; undefined where the system does not tell (Linux does). */
export function cpuMicros(pid: number): number | undefined {
  try {
    let nanos = 0;
    for (const task of readdirSync(`/proc/${pid}/task`)) nanos += nanosOf(`/proc/${pid}/task/${task}/schedstat`);
    return nanos / 1_000;
  } catch {
    return undefined;
  }
}

/** 0 for a thread that has just ended. */
function nanosOf(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8').split(' ')[0]);
  } catch {
    return 0;
  }
}
