// What one member of a Raft group knows. Plain data; everything that acts on it is a function elsewhere in this folder.
import { finish, hashText, type Json, type Micros, mixIn, type NodeId } from '../../world/index.js';
import { correctRaftRules, type RaftRules } from './raft-rules.js';
import { cloneLog, digestLog, type Log, lastIndex } from './log.js';
import { inForce, type Members, nobody } from './members.js';

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
  /** Those in force, as the log says. */
  members: Members;
  /** All others of them, voters first. */
  peers: readonly NodeId[];
  /** How many of the peers count towards a quorum: the first so many. */
  electors: number;
  /** Whether this node counts itself. */
  isVoter: boolean;
  quorum: number;
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
  /** Of a leader: whom it hands over to, and since when. */
  handing: { readonly to: NodeId; readonly since: Micros } | null;
}

export interface RaftOptions {
  readonly id: NodeId;
  /** Who starts the group, for a log that says nothing of it; empty for who waits to be told. */
  readonly members: readonly NodeId[];
  readonly timings: RaftTimings;
  readonly term: number;
  readonly vote: NodeId | null;
  readonly log: Log;
  /** Everything up to here is known to be committed. */
  readonly commit: number;
}

export function newRaft({ id, members, timings, term, vote, log, commit }: RaftOptions, rules: RaftRules = correctRaftRules): RaftState {
  if (log.members[0] === nobody) log.members = [{ index: 0, members: { voters: members, learners: [] } }, ...log.members.slice(1)];
  return {
    id,
    ...enrolled(id, inForce(log).members, rules),
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
    handing: null,
  };
}

type Enrolled = Pick<RaftState, 'members' | 'peers' | 'electors' | 'isVoter' | 'quorum'>;

function enrolled(id: NodeId, members: Members, rules: RaftRules): Enrolled {
  const voters = members.voters.filter((each) => each !== id);
  const peers = [...voters, ...members.learners.filter((each) => each !== id)];
  return {
    members,
    peers,
    electors: rules.electors === 'voters' ? voters.length : peers.length,
    isVoter: members.voters.includes(id),
    quorum: rules.quorumOf(members.voters.length),
  };
}

/** Goes by the members that the log now says. What a leader knows of those who stay is kept. */
export function enroll(raft: RaftState, now: Micros, rules: RaftRules): void {
  const { members } = inForce(raft.log);
  if (members === raft.members) return;
  const known = new Map(raft.peers.map((peer, nth) => [peer, raft.progress[nth]]));
  Object.assign(raft, enrolled(raft.id, members, rules));
  if (raft.role === 'leader')
    raft.progress = raft.peers.map((peer) => known.get(peer) ?? newProgress(lastIndex(raft.log), now - raft.timings.electionMax - 1));
}

export function newProgress(last: number, heardAt: Micros): Progress {
  return { next: last + 1, match: 0, round: 0, dealt: 0, heardAt, installAt: null };
}

export function cloneRaft(raft: RaftState): RaftState {
  return { ...raft, log: cloneLog(raft.log), progress: raft.progress.map((peer) => ({ ...peer })) };
}

const roleNumbers: Readonly<Record<RaftRole, number>> = { follower: 0, precandidate: 1, candidate: 2, leader: 3 };

/** Equal for equal states, times and counters of rounds left aside. */
export function digestRaft(raft: RaftState): number {
  let hash = hashText(hashText(mixIn(roleNumbers[raft.role], raft.term), raft.vote ?? ''), raft.leader ?? '');
  hash = mixIn(mixIn(mixIn(hash, raft.commit), digestLog(raft.log)), raft.reads.length);
  hash = mixIn(hashText(hash, raft.handing?.to ?? ''), inForce(raft.log).index);
  for (const peer of raft.progress) hash = mixIn(mixIn(hash, peer.match), peer.next);
  return finish(hash);
}
