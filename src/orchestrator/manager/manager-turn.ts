import type { Effect, Env } from '../../world/index.js';
import type { RaftTurn } from '../raft/index.js';
import type { StateRules } from '../rules/index.js';
import type { ManagerState } from './manager-state.js';

/** One step of a manager. Effects leave in the order in which they are pushed. */
export interface ManagerTurn {
  readonly manager: ManagerState;
  readonly env: Env;
  readonly rules: StateRules;
  readonly raftTurn: RaftTurn;
  readonly effects: Effect[];
}

export function newTurn(manager: ManagerState, env: Env, rules: StateRules): ManagerTurn {
  const draw = (label: string, bound: number): number => env.draw(label, bound);
  return { manager, env, rules, raftTurn: { raft: manager.raft, now: env.now, draw, out: [] }, effects: [] };
}
