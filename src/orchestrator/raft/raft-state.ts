// What one member of a Raft group knows. Plain data; everything that acts on it is a function elsewhere in this folder.
import { finish, hashText, type Json, type Micros, mixIn, type NodeId } from '../../world/index.js';
import { correctRaftRules, type RaftRules } from './raft-rules.js';
import { cloneLog, digestLog, type Log, lastIndex } from './log.js';

export interface RaftTimings {
  readonly heartbeat: Micros;
  readonly electionMin: Micros;
  readonly electionMax: Micros;
}

/** What a leader knows of a peer. */
export interface Progress {
  /** The entry to send next; what is below was sent, perhaps in vain. */
  next: number;
  /** Everything up to here is durable there. */
  match: number;
  /** The latest round that it answered. */
  round: number;
  /** Refusals of this round and earlier ones were dealt with. */
  dealt: number;
  heardAt: Micros;
  /** When a snapshot was sent whose arrival is not known; null: none is under way. */
  installAt: Micros | null;
}

/** A question that waits for proof that its node still led after it was asked. */
export interface Read {
  readonly round: number;
  /** Whether it is worth a round of its own. */
  readonly urgent: boolean;
  readonly what: Json;
}

export type RaftRole = 'follower' | 'precandidate' | 'candidate' | 'leader';

export interface RaftState {
  readonly id: NodeId;
  /** All others. */
  readonly peers: readonly NodeId[];
  readonly quorum: number;
  readonly timings: RaftTimings;
  term: number;
  vote: NodeId | null;
  role: RaftRole;
  /** Who leads this term, as far as is known. */
  leader: NodeId | null;
  /** When the leader was last heard of. */
  leaderAt: Micros;
  /** An election begins `patience` after this. */
  calmAt: Micros;
  patience: Micros;
  votes: readonly NodeId[];
  readonly log: Log;
  commit: number;
  /** Of a leader: one for each peer, in their order. Empty else. */
  progress: Progress[];
  /** Of a leader: the entry by which it began its term. */
  beganAt: number;
  round: number;
  broadcastAt: Micros;
  reads: readonly Read[];
  /** Of a leader: up to here its entries were handed to its disk. */
  written: number;
  /** Of a leader: up to here its entries are known to be durable on its disk. */
  durable: number;
}

export interface RaftOptions {
  readonly id: NodeId;
  readonly members: readonly NodeId[];
  readonly timings: RaftTimings;
  readonly term: number;
  readonly vote: NodeId | null;
  readonly log: Log;
  /** Everything up to here is known to be committed. */
  readonly commit: number;
}

export function newRaft({ id, members, timings, term, vote, log, commit }: RaftOptions, rules: RaftRules = correctRaftRules): RaftState {
  return {
    id,
    peers: members.filter((member) => member !== id),
    quorum: rules.quorumOf(members.length),
    timings,
    term,
    vote,
    role: 'follower',
    leader: null,
    leaderAt: 0,
    calmAt: 0,
    patience: 0,
    votes: [],
    log,
    commit,
    progress: [],
    beganAt: 0,
    round: 0,
    broadcastAt: 0,
    reads: [],
    written: lastIndex(log),
    durable: 0,
  };
}

export function cloneRaft(raft: RaftState): RaftState {
  return { ...raft, log: cloneLog(raft.log), progress: raft.progress.map((peer) => ({ ...peer })) };
}

const roleNumbers: Readonly<Record<RaftRole, number>> = { follower: 0, precandidate: 1, candidate: 2, leader: 3 };

/** Equal for equal states, times and counters of rounds left aside. */
export function digestRaft(raft: RaftState): number {
  let hash = hashText(hashText(mixIn(roleNumbers[raft.role], raft.term), raft.vote ?? ''), raft.leader ?? '');
  hash = mixIn(mixIn(mixIn(hash, raft.commit), digestLog(raft.log)), raft.reads.length);
  for (const peer of raft.progress) hash = mixIn(mixIn(hash, peer.match), peer.next);
  return finish(hash);
}
