import type { Draw, Json, Micros, NodeId } from '../../world/index.js';
import type { RaftMessage } from './message.js';
import type { RaftRules } from './raft-rules.js';
import type { RaftState } from './raft-state.js';

/** What the node must now do, in this order. */
export type RaftEffect =
  | { readonly do: 'send'; readonly to: NodeId; readonly body: Json }
  | { readonly do: 'timer'; readonly name: string; readonly after: Micros | null }
  /** Make term and vote durable before anything that follows. */
  | { readonly do: 'vote' }
  /** Make the log durable from this index on, whatever was there before, and say so in the second file. */
  | { readonly do: 'append'; readonly from: number }
  /** Apply up to this index. */
  | { readonly do: 'commit'; readonly index: number }
  /** Take over a state of others, and make it and the log durable. */
  | { readonly do: 'restore'; readonly index: number; readonly term: number; readonly snapshot: Json }
  /** Send the state as it now is to a peer that is too far behind. */
  | { readonly do: 'install'; readonly to: NodeId }
  /** These may be answered from the state as it now is. */
  | { readonly do: 'readable'; readonly reads: readonly Json[] }
  | { readonly do: 'lead' }
  /** It leads no more, and will not answer these. */
  | { readonly do: 'follow'; readonly reads: readonly Json[] }
  | { readonly do: 'halt'; readonly reason: string };

/** One step of a member: its state, what it may know of the outside, and what comes of it. */
export interface RaftTurn {
  readonly raft: RaftState;
  readonly now: Micros;
  readonly draw: Draw;
  readonly rules: RaftRules;
  readonly out: RaftEffect[];
}

export const electionTimer = 'election';
export const heartbeatTimer = 'heartbeat';
/** `durable <term> <index>` */
export const durableTimer = 'durable ';

export function send(turn: RaftTurn, to: NodeId, message: RaftMessage): void {
  turn.out.push({ do: 'send', to, body: message as unknown as Json });
}

/** To all who decide. */
export function sendVoters(turn: RaftTurn, message: RaftMessage): void {
  const { id, members } = turn.raft;
  for (const voter of members.voters) if (voter !== id) send(turn, voter, message);
}
