// How a leader is found. A member asks first whether it would be elected (pre-vote), so that one that was cut off does not disturb the others when
// it comes back; and nobody votes while a leader is heard of. Source: Ongaro's thesis, §3.4, §3.6, §4.2.3, §9.6.
import type { NodeId } from '../../world/index.js';
import { lead } from './lead.js';
import { lastIndex, lastTerm } from './log.js';
import { inForce } from './members.js';
import type { RaftMessage } from './message.js';
import type { RaftState } from './raft-state.js';
import { electionTimer, type RaftTurn, send, sendVoters } from './raft-turn.js';

/** Waits for a leader for a time that is drawn anew. */
export function calmDown(turn: RaftTurn): void {
  const { raft, now, draw, out } = turn;
  const { electionMin, electionMax } = raft.timings;
  raft.calmAt = now;
  raft.patience = electionMin + draw('election', electionMax - electionMin + 1);
  out.push({ do: 'timer', name: electionTimer, after: raft.patience });
}

/** The timer is not moved by each heartbeat: it looks, when it fires, how long it has been calm. */
export function takeElectionTimer(turn: RaftTurn): void {
  const { raft, now, out } = turn;
  if (raft.role === 'leader') return;
  const left = raft.calmAt + raft.patience - now;
  if (left > 0) out.push({ do: 'timer', name: electionTimer, after: left });
  else if (mayStand(raft)) askAround(turn);
  else {
    raft.leader = null;
    calmDown(turn);
  }
}

/** Learners never stand. A voter whose removal is not known to be committed may be the only one who can commit it. Source: Ongaro's thesis, §4.2.2. */
function mayStand(raft: RaftState): boolean {
  const { log, commit, id } = raft;
  const before = log.members[log.members.length - 2];
  return raft.isVoter || (inForce(log).index > commit && before?.members.voters.includes(id) === true);
}

function askAround(turn: RaftTurn): void {
  const { raft } = turn;
  raft.role = 'precandidate';
  raft.leader = null;
  raft.votes = ownVote(raft);
  calmDown(turn);
  sendVoters(turn, { type: 'prevote', term: raft.term + 1, lastIndex: lastIndex(raft.log), lastTerm: lastTerm(raft.log) });
  count(turn);
}

/** Who is no voter does not count itself. */
function ownVote({ isVoter, id }: RaftState): readonly NodeId[] {
  return isVoter ? [id] : [];
}

/** Its leader asks it to stand at once, and everyone to let it. Source: Ongaro's thesis, §3.10. */
export function takeStand(turn: RaftTurn, from: NodeId, term: number): void {
  const { raft } = turn;
  if (term === raft.term && raft.role === 'follower' && raft.leader === from && mayStand(raft)) stand(turn, true);
}

function stand(turn: RaftTurn, handed = false): void {
  const { raft } = turn;
  raft.term++;
  raft.vote = raft.id;
  raft.role = 'candidate';
  raft.leader = null;
  raft.votes = ownVote(raft);
  calmDown(turn);
  const tip = { lastIndex: lastIndex(raft.log), lastTerm: lastTerm(raft.log) };
  promise(turn, () => sendVoters(turn, { type: 'vote', term: raft.term, ...tip, ...(handed ? { handed } : {}) }));
  count(turn);
}

function count(turn: RaftTurn): void {
  const { raft } = turn;
  if (raft.votes.length < raft.quorum) return;
  if (raft.role === 'precandidate') stand(turn);
  else if (raft.role === 'candidate') lead(turn);
}

function addVote(turn: RaftTurn, from: NodeId): void {
  const { votes, members } = turn.raft;
  if (votes.includes(from) || !members.voters.includes(from)) return;
  turn.raft.votes = [...votes, from];
  count(turn);
}

/** Takes on a higher term, or gives up a role in this one. */
export function follow(turn: RaftTurn, term: number, leader: NodeId | null): void {
  const { raft, out } = turn;
  const wasLeader = raft.role === 'leader';
  if (term > raft.term) {
    raft.term = term;
    raft.vote = null;
    out.push({ do: 'vote' });
  }
  raft.role = 'follower';
  raft.leader = leader;
  if (!wasLeader) return;
  out.push({ do: 'follow', reads: raft.reads.map(({ what }) => what) });
  raft.progress = [];
  raft.reads = [];
  raft.handing = null;
  calmDown(turn);
}

export function takePrevote(turn: RaftTurn, from: NodeId, message: RaftMessage & { type: 'prevote' }): void {
  const { raft } = turn;
  if (hearsLeader(turn) || knowsNothing(raft)) return;
  const granted = message.term > raft.term && isFresh(turn, message.lastIndex, message.lastTerm);
  send(turn, from, { type: 'prevoted', term: raft.term, next: message.term, granted });
}

export function takePrevoted(turn: RaftTurn, from: NodeId, message: RaftMessage & { type: 'prevoted' }): void {
  const { raft } = turn;
  if (message.granted && raft.role === 'precandidate' && message.next === raft.term + 1) addVote(turn, from);
  else if (message.term > raft.term) follow(turn, message.term, null);
}

export function takeVote(turn: RaftTurn, from: NodeId, message: RaftMessage & { type: 'vote' }): void {
  const { raft, now, rules } = turn;
  if (knowsNothing(raft)) return;
  if (message.term > raft.term) {
    if (message.handed !== true && hearsLeader(turn)) return;
    follow(turn, message.term, null);
  }
  const granted =
    message.term === raft.term &&
    raft.role === 'follower' &&
    rules.mayVote(raft.vote, from) &&
    isFresh(turn, message.lastIndex, message.lastTerm);
  const say = (): void => send(turn, from, { type: 'voted', term: raft.term, granted });
  if (!granted) return say();
  raft.vote = from;
  raft.calmAt = now;
  promise(turn, say);
}

/** Makes the vote durable and tells of it, in the order of the rules. */
function promise({ rules, out }: RaftTurn, say: () => void): void {
  for (const step of rules.onVote) {
    if (step === 'save') out.push({ do: 'vote' });
    else say();
  }
}

export function takeVoted(turn: RaftTurn, from: NodeId, message: RaftMessage & { type: 'voted' }): void {
  const { raft } = turn;
  if (message.term > raft.term) follow(turn, message.term, null);
  else if (message.granted && message.term === raft.term && raft.role === 'candidate') addVote(turn, from);
}

/** Who was never told who belongs to the group may have forgotten what it promised under the same name. Learners do vote: who asks may know that they are none any more. */
function knowsNothing({ members }: RaftState): boolean {
  return members.voters.length === 0;
}

/** A leader believes in itself until it misses its quorum. */
function hearsLeader({ raft, now, rules }: RaftTurn): boolean {
  return raft.role === 'leader' || (raft.leader !== null && rules.isLoyal(now - raft.leaderAt, raft.timings.electionMin));
}

function isFresh({ raft: { log }, rules }: RaftTurn, index: number, term: number): boolean {
  return rules.isFresh({ index, term }, { index: lastIndex(log), term: lastTerm(log) });
}
