import type { Effect, Env, Micros } from '../../world/index.js';
import type { SyncerRules } from './syncer-rules.js';
import type { Setback, SyncerState } from './syncer-state.js';

/** One step of the syncer; effects collect in order. */
export interface Turn {
  readonly state: SyncerState;
  readonly env: Env;
  readonly rules: SyncerRules;
  readonly effects: Effect[];
}

const DOUBLINGS_MAX = 16;

/** The next back-off: doubling from a tick to `backOffMax`, with up to half of it by chance so that two syncers do not knock together. */
export function setBack(turn: Turn, before: Setback): Setback {
  const { state, env } = turn;
  const { syncTick, backOffMax } = state.timings;
  state.counts.setbacks += 1;
  const span = Math.min(backOffMax, syncTick * 2 ** Math.min(before.count, DOUBLINGS_MAX));
  const half = Math.floor(span / 2);
  return { count: before.count + 1, notBefore: waitingClock(turn) + half + env.draw('back-off', half + 1) };
}

/** What the clock shows by which back-offs are measured. */
export function waitingClock({ env, rules }: Turn): Micros {
  return env[rules.waitsBy];
}
