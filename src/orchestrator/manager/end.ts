// How a manager ends when it is asked to: who leads hands over first, so that the group need not wait for an election, and those who wait for an answer get
// one, or are told to ask again. Then it stays a little, to send those who still come to whoever leads now.
import type { Micros } from '../../world/index.js';
import { handOver } from '../raft/index.js';
import type { ManagerTurn } from './manager-turn.js';

export const endTimer = 'end';

/** That it was asked to end. */
export interface Ending {
  /** It halts by then. */
  readonly by: Micros;
  /** What it still does for others is over; null: it leads, and must hand over. */
  readonly from: Micros | null;
}

/** The longest that a leader tries, in longest elections; then it ends as in a crash. */
const patience = 4;
/** How long it stays after it led, in heartbeats. */
const stay = 3;

export function beginEnd({ manager, raftTurn, env, effects }: ManagerTurn): void {
  if (manager.ending !== null) return;
  const { electionMax, heartbeat } = manager.config.timings;
  manager.ending = { by: env.now + patience * electionMax, from: manager.raft.role === 'leader' ? null : env.now };
  if (manager.ending.from !== null) return;
  handOver(raftTurn);
  effects.push({ do: 'timer', name: endTimer, after: heartbeat });
}

/** Offers again when nobody took over. */
export function goOnEnding({ manager, raftTurn, effects }: ManagerTurn): void {
  handOver(raftTurn);
  effects.push({ do: 'timer', name: endTimer, after: manager.config.timings.heartbeat });
}

/** Halts once nothing depends on this node. Called at the end of each step. */
export function endIfDone({ manager, env, effects }: ManagerTurn): void {
  const { ending, raft, open, config } = manager;
  if (ending === null) return;
  const isAlone = raft.peers.length === 0 && open.size === 0;
  if (ending.from === null && raft.role !== 'leader') manager.ending = { ...ending, from: env.now + stay * config.timings.heartbeat };
  const { from, by } = manager.ending ?? ending;
  if (isAlone || env.now >= by || (from !== null && env.now >= from)) effects.push({ do: 'halt', reason: 'asked to end' });
}
