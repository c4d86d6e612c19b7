// How a manager ends when it is asked to: who leads hands over first, so that the group need not wait for an election, and those who wait for an answer get
// one, or are told to ask again.
import { handOver } from '../raft/index.js';
import type { ManagerTurn } from './manager-turn.js';

export const endTimer = 'end';

/** The longest that a leader tries, in longest elections; then it ends as in a crash. */
const patience = 4;

export function beginEnd(turn: ManagerTurn): void {
  const { manager, env } = turn;
  if (manager.endBy !== null) return;
  manager.endBy = env.now + patience * manager.config.timings.electionMax;
  goOnEnding(turn);
}

/** Offers again when nobody took over; the offer is the reason why nothing new is taken. */
export function goOnEnding({ manager, raftTurn, effects }: ManagerTurn): void {
  if (manager.raft.role !== 'leader') return;
  if (manager.open.size === 0 || manager.raft.peers.length > 0) handOver(raftTurn);
  effects.push({ do: 'timer', name: endTimer, after: manager.config.timings.heartbeat });
}

/** Halts once nothing depends on this node. Called at the end of each step. */
export function endIfDone({ manager, env, effects }: ManagerTurn): void {
  if (manager.endBy === null) return;
  const isAlone = manager.raft.peers.length === 0 && manager.open.size === 0;
  if (manager.raft.role !== 'leader' || isAlone || env.now >= manager.endBy) effects.push({ do: 'halt', reason: 'asked to end' });
}
