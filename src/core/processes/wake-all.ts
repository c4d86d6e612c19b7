import { setTimeout } from 'node:timers/promises';
import { limits } from './limits.js';
import { processEntry } from './process-entry.js';
import { signalGroup } from './signal-group.js';

const pauseMillis = 5;

/** Continues whatever of them is still stopped, by /proc, until nothing is. `pids`: those that should go on. @throws Error when one stays stopped */
export async function wakeAll(pids: () => readonly number[]): Promise<void> {
  const asleep = (): readonly number[] => pids().filter((pid) => processEntry(pid)?.isStopped === true);
  for (let round = 0; round < limits.healRoundsMax; round++) {
    const left = asleep();
    if (left.length === 0) return;
    for (const pid of left) signalGroup(pid, 'SIGCONT');
    await setTimeout(pauseMillis);
  }
  if (asleep().length > 0) throw new Error('processes: a node stays stopped although it was continued');
}
