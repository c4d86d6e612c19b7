// What Raft wants done, as effects of the node. Applying an entry may propose the next one, which may want more: the list is worked until it is empty.
import { assert, type Json } from '../../world/index.js';
import { compact, entryAt, isReady, lastIndex, membersAfter, type RaftEffect, termAt } from '../raft/index.js';
import { applyEntry, type Entry, openSagas, snapshotOf, stateOf } from '../state/index.js';
import type { Command } from '../wire/command.js';
import type { ManagerCounts } from './manager-counts.js';
import { saveLog, saveMeta, saveSnapshot } from './manager-disk.js';
import type { ManagerTurn } from './manager-turn.js';
import { answer, answerReads, dismissAskers, flushProposals, proposeCommand } from './serve-asks.js';

/** Carries out everything that Raft wants, and what comes of it. */
export function carryOut(turn: ManagerTurn): void {
  const { out } = turn.raftTurn;
  flushProposals(turn);
  while (out.length > 0) {
    for (const effect of out.splice(0)) carryOutOne(turn, effect);
    flushProposals(turn);
  }
}

function carryOutOne(turn: ManagerTurn, effect: RaftEffect): void {
  const { manager, effects, env } = turn;
  switch (effect.do) {
    case 'send':
    case 'timer':
      return void effects.push(effect);
    case 'halt':
      return void effects.push(effect);
    case 'vote':
      if (manager.raft.vote === manager.raft.id) manager.counts.elections += 1;
      return void effects.push(saveMeta(manager));
    case 'append':
      return void effects.push(...saveLog(manager, effect.from, turn.own));
    case 'commit':
      return applyUpTo(turn, effect.index);
    case 'restore':
      return restore(turn, effect);
    case 'install':
      return install(turn, effect.to);
    case 'readable':
      return answerReads(turn, effect.reads);
    case 'lead':
      manager.leaderSince = env.now;
      manager.counts.terms += 1;
      return void effects.push({ do: 'mark', name: 'became-leader', data: { term: manager.raft.term } });
    case 'follow':
      manager.counts.stepDowns += 1;
      dismissAskers(turn, effect.reads);
      return void effects.push({ do: 'mark', name: 'stepped-down', data: { term: manager.raft.term } });
  }
}

function applyUpTo(turn: ManagerTurn, index: number): void {
  const { manager } = turn;
  const wasBehind = manager.state.applied < manager.raft.beganAt;
  while (manager.state.applied < index) applyNext(turn, manager.state.applied + 1);
  if (wasBehind && isReady(manager.raft))
    for (const command of openSagas(manager.state)) proposeCommand(turn, { key: null, digest: 0, command, askers: [] });
  keepLogShort(turn);
}

function applyNext(turn: ManagerTurn, index: number): void {
  const { manager, rules } = turn;
  const logged = entryAt(manager.raft.log, index);
  assert(logged !== undefined, 'manager: a committed entry is in the log');
  const data = logged?.data as unknown as Omit<Entry, 'index'> | null;
  const entry: Entry = data === null ? { index, at: manager.state.now, key: null, digest: 0, command: { do: 'noop' } } : { ...data, index };
  const applied = applyEntry(manager.state, entry, rules, manager.config.timings.keyLife);
  countEntry(manager.counts, entry.command, applied.replayed);
  const open = manager.open.get(index);
  if (open === undefined) return;
  manager.open.delete(index);
  if (open.key !== null && manager.byKey.get(open.key) === index) manager.byKey.delete(open.key);
  if (applied.followUp !== null && manager.raft.role === 'leader') return proposeCommand(turn, { ...open, command: applied.followUp });
  const decided = applied.answer;
  if (decided !== null) for (const asker of open.askers) answer(turn, asker, decided);
}

function countEntry(counts: ManagerCounts, command: Command, isReplay: boolean): void {
  counts.entries[command.do] += 1;
  if (isReplay) counts.replays += 1;
}

/** Takes a snapshot when the log is long. Some of what it holds is kept, for followers that are a little behind. */
function keepLogShort({ manager, effects, rules, own }: ManagerTurn): void {
  const { raft, state, config } = manager;
  if (state.applied - raft.log.base <= config.limits.logEntriesMax) return;
  manager.counts.snapshots += 1;
  const term = termAt(raft.log, state.applied);
  compact(raft.log, state.applied - Math.floor(config.limits.logEntriesMax / 4));
  effects.push(...saveSnapshot(manager, state.applied, term, snapshotOf(state, rules.inSnapshot), own));
}

function restore({ manager, effects, own }: ManagerTurn, { index, term, snapshot }: RaftEffect & { do: 'restore' }): void {
  manager.counts.snapshotsReceived += 1;
  manager.state = stateOf(snapshot);
  effects.push(...saveSnapshot(manager, index, term, snapshot, own));
  manager.durable = lastIndex(manager.raft.log);
  effects.push(saveMeta(manager));
}

function install({ manager, effects, rules }: ManagerTurn, to: string): void {
  const { raft, state } = manager;
  manager.counts.snapshotsSent += 1;
  const index = state.applied;
  const message = {
    type: 'install',
    term: raft.term,
    round: raft.round,
    index,
    indexTerm: termAt(raft.log, index),
    members: membersAfter(raft.log, index),
    snapshot: snapshotOf(state, rules.inSnapshot),
  };
  effects.push({ do: 'send', to, body: message as unknown as Json });
}
