// What a follower does with what its leader sends.
import type { NodeId } from '../../world/index.js';
import { append, compact, firstIndexOfTerm, lastIndex, type LogEntry, termAt, truncate } from './log.js';
import type { Append, Install } from './message.js';
import { enroll } from './raft-state.js';
import { type RaftTurn, send } from './raft-turn.js';

export function takeAppend(turn: RaftTurn, from: NodeId, message: Append): void {
  const { raft, out, rules } = turn;
  const { log } = raft;
  const { prev, prevTerm, entries } = message;
  // What is committed here is in every later leader's log.
  if (prev > raft.commit && !rules.follows(termAt(log, prev), prevTerm)) return refuse(turn, from, message);
  const first = firstNews(turn, entries);
  if (first === 'conflict') return;
  if (first !== null) {
    truncate(log, first);
    for (const entry of entries) if (entry.index >= first) append(log, entry);
    raft.written = lastIndex(log);
    enroll(raft, turn.now, rules);
  }
  const match = Math.max(prev + entries.length, raft.commit);
  for (const step of rules.onAppend) {
    if (step === 'say') send(turn, from, { type: 'appended', term: raft.term, round: message.round, ok: true, match, matchTerm: -1 });
    else if (first !== null) out.push({ do: 'append', from: first });
  }
  const commit = Math.min(message.commit, match);
  if (commit <= raft.commit) return;
  raft.commit = commit;
  out.push({ do: 'commit', index: commit });
}

/** The index from which on the log must be written; null when everything is there. */
function firstNews({ raft, out, rules }: RaftTurn, entries: readonly LogEntry[]): number | 'conflict' | null {
  for (const { index, term } of entries) {
    if (index <= raft.log.base || rules.isHere(termAt(raft.log, index), term)) continue;
    if (index > raft.commit) return index;
    out.push({ do: 'halt', reason: `raft: entry ${index} is committed here and differs at the leader` });
    return 'conflict';
  }
  return null;
}

function refuse(turn: RaftTurn, from: NodeId, { prev, round }: Append): void {
  const { raft } = turn;
  const last = lastIndex(raft.log);
  if (prev > last) return send(turn, from, { type: 'appended', term: raft.term, round, ok: false, match: last, matchTerm: -1 });
  // The whole term that stands there is passed over at once, unless the leader has it too.
  const before = firstIndexOfTerm(raft.log, prev) - 1;
  const match = Math.max(before, raft.commit);
  send(turn, from, { type: 'appended', term: raft.term, round, ok: false, match, matchTerm: -1 });
}

export function takeInstall(turn: RaftTurn, from: NodeId, message: Install): void {
  const { raft, out } = turn;
  const { index, indexTerm: term, members, snapshot } = message;
  if (index > raft.commit) {
    const { log } = raft;
    if (termAt(log, index) === term) compact(log, index);
    else {
      truncate(log, log.base + 1);
      log.base = index;
      log.baseTerm = term;
      log.members = [members];
    }
    enroll(raft, turn.now, turn.rules);
    raft.written = lastIndex(log);
    raft.commit = index;
    out.push({ do: 'restore', index, term, snapshot });
  }
  send(turn, from, { type: 'appended', term: raft.term, round: message.round, ok: true, match: raft.commit, matchTerm: -1 });
}
