import type { Effect, Env } from '../../world/index.js';
import type { RaftTurn } from '../raft/index.js';
import type { Rules, StateRules } from '../rules/index.js';
import type { ManagerRules } from './manager-rules.js';
import type { ManagerState } from './manager-state.js';

/** One step of a manager. Effects leave in the order in which they are pushed. */
export interface ManagerTurn {
  readonly manager: ManagerState;
  readonly env: Env;
  readonly rules: StateRules;
  readonly own: ManagerRules;
  readonly raftTurn: RaftTurn;
  readonly effects: Effect[];
}

export function newTurn(manager: ManagerState, env: Env, rules: Rules): ManagerTurn {
  const draw = (label: string, bound: number): number => env.draw(label, bound);
  const raftTurn = { raft: manager.raft, now: env.now, draw, rules: rules.raft, out: [] };
  return { manager, env, rules: rules.state, own: rules.manager, raftTurn, effects: [] };
}
