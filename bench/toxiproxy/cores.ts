import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

const first = 0;
const last = cpus().length - 1;

/** Whether a process can be given a core of its own: on Linux, with taskset and two cores. */
export const canPin = last > first && spawnSync('taskset', ['--version']).status === 0;

/** The words before a command that is to have the first core; none where that is impossible. */
export const onFirstCore: readonly string[] = canPin ? ['taskset', '-c', String(first)] : [];

/** Keeps this process, its threads included, off the core of what it measures. */
export function takeLastCore(): void {
  if (canPin) spawnSync('taskset', ['-acp', String(last), String(process.pid)]);
}

/** Takes that back. */
export function takeAllCores(): void {
  if (canPin) spawnSync('taskset', ['-acp', `${first}-${last}`, String(process.pid)]);
}
