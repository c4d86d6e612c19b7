// Raft as steps: each takes one message or timer, edits the state in place and appends what must now be done to `turn.out`.
// Sources: Ongaro & Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014); Ongaro's thesis, §4, §6.4, §9.6.
import type { NodeId } from '../../world/index.js';
import { calmDown, follow, takeElectionTimer, takePrevote, takePrevoted, takeStand, takeVote, takeVoted } from './election.js';
import { handOn, heirOf } from './hand-over.js';
import { hasQuorum, isRetired, takeAppended, takeDurable, takeHeartbeatTimer } from './lead.js';
import type { Append, Install, RaftMessage } from './message.js';
import { durableTimer, electionTimer, heartbeatTimer, type RaftTurn, send } from './raft-turn.js';
import { takeAppend, takeInstall } from './replica.js';

/** The first thing that a member does after it was made. */
export function startRaft(turn: RaftTurn): void {
  calmDown(turn);
}

/** Whether the timer was one of Raft's. */
export function takeRaftTimer(turn: RaftTurn, name: string): boolean {
  if (name === electionTimer) takeElectionTimer(turn);
  else if (name === heartbeatTimer) beat(turn);
  else if (name.startsWith(durableTimer)) {
    const [term, index] = name.slice(durableTimer.length).split(' ');
    takeDurable(turn, Number(term), Number(index));
  } else return false;
  return true;
}

function beat(turn: RaftTurn): void {
  const { raft } = turn;
  if (raft.role !== 'leader') return;
  if (!hasQuorum(turn)) return follow(turn, raft.term, null);
  if (isRetired(raft)) return retire(turn);
  handOn(turn);
  takeHeartbeatTimer(turn);
}

/** A leader leads until its own removal is committed, and then asks another to stand. Source: Ongaro's thesis, §4.2.2. */
function retire(turn: RaftTurn): void {
  const { raft } = turn;
  const heir = heirOf(turn);
  if (heir !== null) send(turn, heir, { type: 'stand', term: raft.term });
  follow(turn, raft.term, null);
}

/**
 * Whether the message was one of Raft's. Who leads or stands may be unknown here, because who it is told by is what is still to come; answers are taken
 * from those alone who were asked.
 */
export function takeRaftMessage(turn: RaftTurn, from: NodeId, message: RaftMessage): boolean {
  const isPeer = turn.raft.peers.includes(from);
  switch (message.type) {
    case 'append':
    case 'install':
      takeLeaders(turn, from, message);
      return true;
    case 'appended':
      if (isPeer) takeAnswer(turn, from, message);
      return true;
    case 'prevote':
      takePrevote(turn, from, message);
      return true;
    case 'prevoted':
      if (isPeer) takePrevoted(turn, from, message);
      return true;
    case 'vote':
      takeVote(turn, from, message);
      return true;
    case 'voted':
      if (isPeer) takeVoted(turn, from, message);
      return true;
    case 'stand':
      takeStand(turn, from, message.term);
      return true;
    default:
      return false;
  }
}

/** A leader of an earlier term is told so, and steps down. */
function takeLeaders(turn: RaftTurn, from: NodeId, message: Append | Install): void {
  const { raft, now, rules } = turn;
  const { term, round } = message;
  if (rules.isDeposed(term, raft.term)) {
    const { commit: match } = raft;
    return send(turn, from, { type: 'appended', term: raft.term, round, ok: false, match, matchTerm: -1 });
  }
  if (term > raft.term || raft.role !== 'follower' || raft.leader !== from) follow(turn, term, from);
  raft.leaderAt = now;
  raft.calmAt = now;
  if (message.type === 'append') takeAppend(turn, from, message);
  else takeInstall(turn, from, message);
}

function takeAnswer(turn: RaftTurn, from: NodeId, message: RaftMessage & { type: 'appended' }): void {
  const { raft } = turn;
  if (message.term > raft.term) follow(turn, message.term, null);
  else if (raft.role === 'leader' && message.term === raft.term) takeAppended(turn, from, message);
}
