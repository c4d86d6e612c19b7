// What a leader does: hands entries to its peers and to its disk, counts who has them, and knows whether it still leads.
import type { Json, Micros, NodeId } from '../../world/index.js';
import { handOn } from './hand-over.js';
import { append, lastIndex, lastIndexOfTerm, type Log, type LogEntry, termAt } from './log.js';
import type { Append, Appended } from './message.js';
import { inForce, type Members } from './members.js';
import { enroll, newProgress, type Progress, type RaftState } from './raft-state.js';
import { durableTimer, heartbeatTimer, type RaftTurn, send } from './raft-turn.js';

/** Entries of one message, at most. */
const entriesMax = 64;
/** Bytes of the entries of one message; a single entry may be larger. */
const entryBytesMax = 1_048_576;
/** After so many longest elections a snapshot that nobody acknowledged is sent again. */
const installPatience = 4;

export function lead(turn: RaftTurn): void {
  const { raft, now, out } = turn;
  const last = lastIndex(raft.log);
  raft.role = 'leader';
  raft.leader = raft.id;
  raft.votes = [];
  raft.round = 0;
  raft.reads = [];
  // Votes came after the barrier of the own vote, so everything before it is durable.
  raft.written = last;
  raft.durable = last;
  raft.progress = raft.peers.map(() => newProgress(last, now));
  // The first entry of all writes down who started the group, so that nobody's configuration need ever be asked again.
  const founders = inForce(raft.log).index === 0 ? raft.members : null;
  raft.beganAt = turn.rules.beginsWith === 'entry' ? propose(turn, null, founders) : last;
  out.push({ do: 'lead' }, { do: 'timer', name: heartbeatTimer, after: raft.timings.heartbeat });
}

/** Puts `data` into the log and says where. Nothing is sent or written before `flush`. Members are in force at once. */
export function propose({ raft, now, rules }: RaftTurn, data: Json, members: Members | null = null): number {
  const index = lastIndex(raft.log) + 1;
  append(raft.log, { index, term: raft.term, data, ...(members === null ? {} : { members }) });
  if (members !== null) enroll(raft, now, rules);
  return index;
}

/** Whether the members may be changed now: one change at a time, and none before the leader knows what is committed. Source: raft-dev, 2015-07-10 ("bug in single-server membership changes"). */
export function mayChangeMembers({ raft, rules }: RaftTurn): boolean {
  return rules.mayChange(isReady(raft), inForce(raft.log).index > raft.commit);
}

/** Whether its own removal is committed. */
export function isRetired(raft: RaftState): boolean {
  return !raft.isVoter && inForce(raft.log).index <= raft.commit;
}

/**
 * Sends and writes what was proposed: to the peers first, to the disk after. One write is under way at a time, so that what is proposed meanwhile
 * shares the next one.
 */
export function flush(turn: RaftTurn): void {
  const { raft, out } = turn;
  const last = lastIndex(raft.log);
  if (raft.role !== 'leader' || last === raft.written || Math.max(raft.durable, raft.commit) < raft.written) return;
  beginRound(turn);
  out.push({ do: 'append', from: raft.written + 1 }, { do: 'timer', name: `${durableTimer}${raft.term} ${last}`, after: 0 });
  raft.written = last;
}

/** The timer stood behind a barrier: the entries before it are durable here. */
export function takeDurable(turn: RaftTurn, term: number, index: number): void {
  const { raft } = turn;
  if (raft.role !== 'leader' || raft.term !== term || index <= raft.durable) return;
  raft.durable = index;
  commitMore(turn);
}

/** Sends to every peer what it lacks, or nothing; each answer shows that this node led when it was sent. */
export function beginRound(turn: RaftTurn): void {
  const { raft, now } = turn;
  raft.round++;
  raft.broadcastAt = now;
  let shared: Append | null = null;
  for (let i = 0; i < raft.peers.length; i++) shared = sendTo(turn, i, shared);
}

/** @param shared the message of another peer, sent again where this one needs the same */
function sendTo(turn: RaftTurn, i: number, shared: Append | null): Append | null {
  const { raft, now, out } = turn;
  const { log } = raft;
  const peer = raft.progress[i] as Progress;
  const to = raft.peers[i] as NodeId;
  if (peer.next <= log.base) {
    const isDue = peer.installAt === null || now - peer.installAt >= installPatience * raft.timings.electionMax;
    if (isDue) {
      peer.installAt = now;
      out.push({ do: 'install', to });
      return shared;
    }
  }
  const prev = Math.max(peer.next - 1, log.base);
  const isShared = shared !== null && shared.prev === prev && shared.round === raft.round && peer.next > log.base;
  const message = isShared ? shared : appendAfter(raft, prev, peer.next > log.base);
  if (peer.next > log.base) peer.next = prev + message.entries.length + 1;
  send(turn, to, message);
  return message;
}

function appendAfter(raft: RaftState, prev: number, full: boolean): Append {
  const { log, term, round, commit } = raft;
  const entries = full && prev < lastIndex(log) ? batchAfter(log, prev) : nothing;
  return { type: 'append', term, round, prev, prevTerm: termAt(log, prev), entries, commit };
}

const nothing: readonly LogEntry[] = [];

function batchAfter(log: Log, prev: number): readonly LogEntry[] {
  const first = prev - log.base;
  let bytes = 0;
  let end = first;
  while (end < log.entries.length && end - first < entriesMax) {
    bytes += log.lines[end]?.length ?? 0;
    if (bytes > entryBytesMax && end > first) break;
    end++;
  }
  return log.entries.slice(first, end);
}

export function takeAppended(turn: RaftTurn, from: NodeId, message: Appended): void {
  const { raft, now } = turn;
  const i = raft.peers.indexOf(from);
  const peer = raft.progress[i];
  if (peer === undefined) return;
  peer.heardAt = now;
  const isNews = message.round > peer.round;
  if (isNews) peer.round = message.round;
  if (message.ok) taken(turn, i, peer, message.match);
  else refused(turn, i, peer, message);
  if (isNews && raft.reads.length > 0) confirmReads(turn);
}

function taken(turn: RaftTurn, i: number, peer: Progress, match: number): void {
  const { raft } = turn;
  if (match <= peer.match) return;
  peer.match = match;
  if (peer.next <= match) peer.next = match + 1;
  if (match >= raft.log.base) peer.installAt = null;
  if (match > raft.commit) commitMore(turn);
  if (peer.next <= lastIndex(raft.log) && peer.next <= raft.written) sendTo(turn, i, null);
  if (raft.handing !== null) handOn(turn);
}

/** Goes back to where the logs agree. Refusals that were under way when that was done say nothing new. */
function refused(turn: RaftTurn, i: number, peer: Progress, { round, match, matchTerm }: Appended): void {
  const { raft, rules } = turn;
  if (rules.isOldRefusal(round, peer.dealt)) return;
  peer.dealt = raft.round;
  const agreed = matchTerm < 0 ? match : Math.min(match, lastIndexOfTerm(raft.log, matchTerm));
  peer.next = Math.max(peer.match + 1, Math.min(agreed + 1, lastIndex(raft.log) + 1));
  if (peer.next <= raft.log.base && peer.installAt !== null) return;
  raft.round++;
  sendTo(turn, i, null);
}

/** Commits what a quorum has, by counting entries of this term only. Source: Raft §5.4.2. */
function commitMore(turn: RaftTurn): void {
  const { raft, out, rules } = turn;
  const index = reachedByQuorum(raft, raft.durable, matchOf);
  if (index <= raft.commit || !rules.mayCommit(termAt(raft.log, index), raft.term)) return;
  const wasReady = isReady(raft);
  raft.commit = index;
  out.push({ do: 'commit', index });
  if (raft.reads.length > 0 && (!wasReady || raft.electors === 0)) confirmReads(turn);
}

const matchOf = (peer: Progress): number => peer.match;
const roundOf = (peer: Progress): number => peer.round;

/** The highest number that a quorum has reached. */
function reachedByQuorum(raft: RaftState, own: number, of: (peer: Progress) => number): number {
  let best = 0;
  for (let i = raft.isVoter ? -1 : 0; i < raft.electors; i++) {
    const value = i < 0 ? own : of(raft.progress[i] as Progress);
    if (value <= best) continue;
    let count = raft.isVoter && own >= value ? 1 : 0;
    for (let j = 0; j < raft.electors; j++) if (of(raft.progress[j] as Progress) >= value) count++;
    if (count >= raft.quorum) best = value;
  }
  return best;
}

/** Whether the leader knows all that was committed before its term. */
export function isReady(raft: RaftState): boolean {
  return raft.role === 'leader' && raft.commit >= raft.beganAt;
}

/** Asks for `what` to come back as readable, once it is certain that this node led after this moment. Urgent reads share a round of their own, others wait for the next heartbeat. */
export function read(turn: RaftTurn, what: Json, urgent: boolean): void {
  const { raft, out, rules } = turn;
  if (rules.readsAfter === 'nothing') return void out.push({ do: 'readable', reads: [what] });
  raft.reads = [...raft.reads, { round: raft.round + 1, urgent, what }];
  if (raft.electors === 0 || (urgent && !isAsking(raft))) beginRound(turn);
  if (raft.electors === 0) confirmReads(turn);
}

function isAsking(raft: RaftState): boolean {
  return reachedByQuorum(raft, raft.round, roundOf) < raft.round;
}

function confirmReads(turn: RaftTurn): void {
  const { raft, out } = turn;
  if (!isReady(raft)) return;
  const round = reachedByQuorum(raft, raft.round, roundOf);
  const reads = raft.reads.filter((each) => each.round <= round).map((each) => each.what);
  if (reads.length > 0) {
    raft.reads = raft.reads.filter((each) => each.round > round);
    out.push({ do: 'readable', reads });
  }
  if (round === raft.round && raft.reads.some((each) => each.urgent)) beginRound(turn);
}

/** Entries that a member is not known to have; null when nothing is known of it. Of a leader. */
export function lackOf(raft: RaftState, id: NodeId): number | null {
  const match = id === raft.id ? raft.durable : (raft.progress[raft.peers.indexOf(id)]?.match ?? 0);
  return match === 0 ? null : lastIndex(raft.log) - match;
}

/** Whether a quorum was heard of within the longest election. */
export function hasQuorum({ raft, now }: RaftTurn): boolean {
  let count = raft.isVoter ? 1 : 0;
  for (let i = 0; i < raft.electors; i++) if (wasHeard(raft, raft.progress[i] as Progress, now)) count++;
  return count >= raft.quorum;
}

/** How many of these answered this leader within the longest election, itself among them. */
export function answering({ raft, now }: RaftTurn, ids: readonly NodeId[]): number {
  return ids.filter((id) => {
    const peer = raft.progress[raft.peers.indexOf(id)];
    return id === raft.id || (peer !== undefined && peer.round > 0 && wasHeard(raft, peer, now));
  }).length;
}

function wasHeard({ timings }: RaftState, { heardAt }: Progress, now: Micros): boolean {
  return now - heardAt <= timings.electionMax;
}

export function takeHeartbeatTimer(turn: RaftTurn): void {
  const { raft, now, out } = turn;
  const left = raft.broadcastAt + raft.timings.heartbeat - now;
  if (left <= 0) beginRound(turn);
  out.push({ do: 'timer', name: heartbeatTimer, after: left > 0 ? left : raft.timings.heartbeat });
}
