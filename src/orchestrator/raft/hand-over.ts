// How a leader hands over: it takes nothing new, brings another up to date, and asks it to stand at once. Source: Ongaro's thesis, §3.10.
import type { NodeId } from '../../world/index.js';
import { lastIndex } from './log.js';
import type { Progress, RaftState } from './raft-state.js';
import { type RaftTurn, send } from './raft-turn.js';

/** The voter that has most of the log, among those that were heard of lately; null when there is none. */
export function heirOf({ raft, now }: RaftTurn): NodeId | null {
  let best: { readonly id: NodeId; readonly match: number } | null = null;
  for (const [nth, peer] of raft.progress.entries()) {
    const id = raft.peers[nth] as NodeId;
    const isAble = raft.members.voters.includes(id) && now - peer.heardAt <= raft.timings.electionMax;
    if (isAble && (best === null || peer.match > best.match)) best = { id, match: peer.match };
  }
  return best?.id ?? null;
}

/** Begins to hand over, unless that is under way or there is nobody. The leader may propose again when `isHanding` is over and it still leads. */
export function handOver(turn: RaftTurn): void {
  const { raft, now } = turn;
  const to = raft.role === 'leader' && raft.handing === null ? heirOf(turn) : null;
  if (to === null) return;
  raft.handing = { to, since: now };
  handOn(turn);
}

export function isHanding(raft: RaftState): boolean {
  return raft.handing !== null;
}

/** Asks the heir to stand when it has everything; after the longest election the leader takes its offer back. */
export function handOn(turn: RaftTurn): void {
  const { raft, now } = turn;
  if (raft.handing === null) return;
  const { to, since } = raft.handing;
  const peer: Progress | undefined = raft.progress[raft.peers.indexOf(to)];
  if (peer === undefined || now - since > raft.timings.electionMax) raft.handing = null;
  else if (peer.match === lastIndex(raft.log)) send(turn, to, { type: 'stand', term: raft.term });
}
