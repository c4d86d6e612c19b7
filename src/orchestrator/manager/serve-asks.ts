// What callers ask of a manager. Only the leader answers; the others say who that is. A 503 is never a decision: the caller asks again with the same key.
import { asObject, type Json, type NodeId } from '../../world/index.js';
import { flush, isReady, membersAfter, propose, read } from '../raft/index.js';
import { admit, ask } from '../state/index.js';
import type { Answer, Command, Query, ServerWork } from '../wire/command.js';
import { managersAtFirst } from '../wire/managers.js';
import type { Ask, Reply } from '../wire/message.js';
import { decideMembers, promotion } from './change-members.js';
import { tellManagers } from './tell-managers.js';
import type { Asker } from './manager-state.js';
import type { ManagerTurn } from './manager-turn.js';

/** Proposals that are not applied yet, at most; beyond it callers are told to come again. */
const openMax = 4_096;

export function takeAsk(turn: ManagerTurn, from: NodeId, message: Ask): void {
  const { manager, env, own } = turn;
  const { raft, counts } = manager;
  if (message.type === 'command') counts.commands += 1;
  else counts.queries += 1;
  const asker: Asker = { from, id: message.id, ...(message.knows === undefined ? {} : { knows: message.knows }) };
  if (raft.role !== 'leader' && message.type === 'query' && own.answers === 'everyone')
    return answerReads(turn, [{ ...asker, query: message.query } as unknown as Json]);
  const heir = raft.handing?.to;
  if (heir !== undefined && message.type === 'command') return redirect(turn, asker, heir);
  if (raft.role !== 'leader') return redirect(turn, asker, raft.leader);
  if (message.type === 'command') return takeCommand(turn, asker, message);
  if (message.query.ask === 'work') manager.heard.set(message.query.holder, env.now);
  read(turn.raftTurn, { ...asker, query: message.query } as unknown as Json, message.query.ask !== 'work');
}

function takeCommand(turn: ManagerTurn, asker: Asker, { key, digest, command, actor }: Ask & { type: 'command' }): void {
  const { manager } = turn;
  const open = key === null ? undefined : manager.byKey.get(key);
  const waiting = open === undefined ? undefined : manager.open.get(open);
  if (open !== undefined && waiting?.digest === digest) {
    manager.open.set(open, { ...waiting, askers: [...waiting.askers, asker] });
    return;
  }
  const refused = refusalOf(turn, command);
  if (refused !== null) return answer(turn, asker, refused);
  proposeCommand(turn, { key, digest, command, askers: [asker], ...(actor === undefined ? {} : { actor }) });
}

/** What is refused before it is proposed. A claim is a question of who was heard of, which only a leader knows, and no entry says. */
function refusalOf(turn: ManagerTurn, command: Command): Answer | null {
  const { manager, rules, own } = turn;
  if (manager.open.size >= openMax) return notNow;
  if (command.do === 'members' && !isReady(manager.raft)) return notNow;
  if (command.do === 'claim') {
    const record = manager.state.servers.get(command.server);
    const holder = record?.holder ?? null;
    const isAnothers = holder !== null && holder !== command.holder;
    if (!own.mayClaim(isAnothers, isAnothers && isAlive(turn, holder)))
      return { status: 409, code: 'HELD', body: { server: command.server, by: holder }, etag: null };
  }
  return admit(manager.state, command, rules);
}

const notNow: Answer = { status: 503, code: 'UNAVAILABLE', body: null, etag: null };

export interface Proposal {
  readonly key: string | null;
  readonly digest: number;
  readonly command: Command;
  readonly askers: readonly Asker[];
  /** Who the caller says it is. */
  readonly actor?: string;
}

/** Puts a command into the log. It is sent and written by the flush at the end of the step. */
export function proposeCommand(turn: ManagerTurn, { key, digest, command, askers, actor }: Proposal): void {
  const { manager, env, rules, own, raftTurn } = turn;
  manager.proposedAt = rules.logTime(Math.max(manager.proposedAt, manager.state.now), env[own.datesBy]);
  const [decided, members] = command.do === 'members' ? decideMembers(turn, command, key) : [command, null];
  const entry = { at: manager.proposedAt, key, digest, command: decided, ...(actor === undefined ? {} : { actor }) };
  const index = propose(raftTurn, entry as unknown as Json, members);
  manager.open.set(index, { key, digest, askers });
  if (key !== null) manager.byKey.set(key, index);
}

/** Sends what was proposed in this step; a learner that has caught up is promoted on the way. */
export function flushProposals(turn: ManagerTurn): void {
  const command = promotion(turn);
  if (command !== null) proposeCommand(turn, { key: null, digest: 0, command, askers: [] });
  flush(turn.raftTurn);
}

/** A holder that was not heard of for the lease's life is taken for dead; a new leader, who heard nobody yet, gives each a whole one. */
function isAlive({ manager, env, own }: ManagerTurn, holder: NodeId): boolean {
  const silence = env.now - Math.max(manager.heard.get(holder) ?? 0, manager.leaderSince);
  return own.isAlive(silence, manager.config.timings.leaseLife);
}

/** Answers questions that this leader may now answer. */
export function answerReads(turn: ManagerTurn, reads: readonly Json[]): void {
  for (const waiting of reads) {
    const { query, ...asker } = waiting as unknown as Asker & { readonly query: Query };
    const found = query.ask === 'managers' ? tellManagers(turn) : ask(turn.manager.state, query, turn.rules);
    answer(turn, asker, query.ask === 'work' ? withFree(turn, query.holder, found) : found);
  }
}

function withFree(turn: ManagerTurn, asker: NodeId, found: Answer): Answer {
  const servers = (asObject(found.body)?.['servers'] ?? []) as unknown as readonly ServerWork[];
  const marked = servers.map((work) => ({ ...work, free: work.holder === null || (work.holder !== asker && !isAlive(turn, work.holder)) }));
  return { ...found, body: { servers: marked } as unknown as Json };
}

export function answer(turn: ManagerTurn, asker: Asker, found: Answer): void {
  const { answers } = turn.manager.counts;
  answers.set(found.status, (answers.get(found.status) ?? 0) + 1);
  reply(turn, asker, { type: 'answer', id: asker.id, answer: found });
}

function redirect(turn: ManagerTurn, asker: Asker, leader: NodeId | null): void {
  turn.manager.counts.redirects += 1;
  reply(turn, asker, { type: 'redirect', id: asker.id, leader });
}

/** Who asks is told who the managers are when it knows less than what is committed. */
function reply({ manager, effects }: ManagerTurn, { from, knows = managersAtFirst }: Asker, body: Reply): void {
  const { log, commit } = manager.raft;
  const { index: at, members } = membersAfter(log, commit);
  const told = at > knows ? { managers: { at, ids: members.voters } } : {};
  effects.push({ do: 'send', to: from, body: { ...body, ...told } as unknown as Json });
}

/** Those who wait for this leader learn that it is none any more; what they asked may still come to pass, under the same key. */
export function dismissAskers(turn: ManagerTurn, reads: readonly Json[]): void {
  const { manager } = turn;
  for (const { askers } of manager.open.values()) for (const asker of askers) answer(turn, asker, notNow);
  for (const asker of reads) answer(turn, asker as unknown as Asker, notNow);
  manager.open.clear();
  manager.byKey.clear();
  manager.heard.clear();
}
