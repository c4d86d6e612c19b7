import type { Break, Event, Plan, StepId } from '../../contract/index.js';
import type { Micros, NodeId } from '../../world/index.js';
import { drive, judgeRun, type RunOptions, type RunResult } from '../campaign/index.js';
import { restId } from './journeys.js';
import type { Standing } from './walk.js';

/** The plan of a journey with one thing broken, or more. */
export function planWith(plan: Plan, breaks: readonly Break[]): Plan {
  return { ...plan, steps: [...plan.steps, ...breaks] };
}

/** The plan of a journey of one lane that ends after a call, but for its last look, if it has one. */
export function planUntil(plan: Plan, last: StepId): Plan {
  const index = plan.steps.findIndex(({ id }) => id === last);
  return { ...plan, steps: plan.steps.filter(({ id }, nth) => nth <= index || id === restId) };
}

/** A run that goes on to its end from where it stands. */
export async function runOn({ trial, c, events, until }: Standing, options: RunOptions): Promise<RunResult> {
  let hash: number | null = null;
  try {
    await drive(trial, c, events, options.signal, until);
    hash = trial.hash?.() ?? null;
  } finally {
    await trial.close();
  }
  return judgeRun({ options, events, hash, reexecution: null, interrupted: options.signal?.aborted ?? false });
}

/** Whether the fault touched anything: a node that it killed or paused, or something on a link. */
export function bit(events: readonly Event[], { id }: Break): boolean {
  let asked: { readonly at: Micros; readonly on: readonly NodeId[] } | null = null;
  for (const event of events) {
    if (event.is === 'fault' && event.step === id && event.phase === 'asked') asked = event;
    if (event.is === 'fault' && event.step === id && event.hits > 0) return true;
    if (event.is !== 'node') continue;
    if (event.what === 'down' && event.why === `trap: ${id}`) return true;
    if (event.what === 'paused' && event.at === asked?.at && asked.on.includes(event.node)) return true;
  }
  return false;
}
