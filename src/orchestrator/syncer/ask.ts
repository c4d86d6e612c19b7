// Asking a manager: one ask per purpose, redirects followed at once for a few hops, and after silence another manager by chance, so that two who chase each
// other do not stay in step. Nothing is repeated here: whoever asked asks again at a later tick.
import { asObject } from '../../world/index.js';
import type { Answer, Command, Query, ServerWork, Work } from '../wire/command.js';
import { knowledgeOf, learnManagers } from '../wire/managers.js';
import type { Ask, Reply } from '../wire/message.js';
import type { PendingAsk, Purpose } from './syncer-state.js';
import type { Turn } from './turn.js';

const HOPS_MAX = 3;
export const ASK_TIMER = 'ask ';

/** A bare command or query; the number of the ask is added here. */
export type Question =
  | { readonly type: 'query'; readonly query: Query }
  | { readonly type: 'command'; readonly key: string | null; readonly digest: number; readonly command: Command };

/** Asks, unless the same is being asked already. */
export function askManager(turn: Turn, purpose: Purpose, question: Question): void {
  const { state } = turn;
  if (state.asks.has(purpose)) return;
  const ask: Ask = { ...question, id: state.askNext++, ...knowledgeOf(state) };
  send(turn, purpose, { ask, to: state.manager, hops: 0 });
}

function send({ state, effects }: Turn, purpose: Purpose, pending: PendingAsk): void {
  state.asks.set(purpose, pending);
  state.counts.asks += 1;
  effects.push(
    { do: 'send', to: pending.to, body: pending.ask as never },
    { do: 'timer', name: ASK_TIMER + purpose, after: state.timings.askTimeout },
  );
}

/** What was answered to which ask; null when the message settles nothing (late, unknown or a redirect). */
export function takeReply(turn: Turn, reply: Reply): { readonly purpose: Purpose; readonly ask: Ask; readonly answer: Answer } | null {
  const { state } = turn;
  for (const [purpose, pending] of state.asks) {
    if (pending.ask.id !== reply.id) continue;
    learnManagers(state, reply.managers);
    if (!state.managers.includes(state.manager)) rotate(turn);
    if (reply.type === 'redirect') {
      followRedirect(turn, purpose, pending, reply.leader);
      return null;
    }
    forget(turn, purpose);
    if (reply.answer.status !== 503) state.answeredAt = turn.env.now;
    if (reply.answer.status === 503) rotate(turn);
    else if (state.managers.includes(pending.to)) state.manager = pending.to;
    return { purpose, ask: pending.ask, answer: reply.answer };
  }
  return null;
}

function followRedirect(turn: Turn, purpose: Purpose, pending: PendingAsk, leader: string | null): void {
  if (leader !== null && pending.hops < HOPS_MAX) {
    turn.state.manager = leader;
    turn.state.counts.redirects += 1;
    send(turn, purpose, { ...pending, to: leader, hops: pending.hops + 1 });
    return;
  }
  forget(turn, purpose);
  rotate(turn);
}

/** Gives up on an ask that nobody answered. */
export function dropAsk(turn: Turn, purpose: Purpose): void {
  if (!turn.state.asks.delete(purpose)) return;
  turn.state.counts.silences += 1;
  rotate(turn);
}

function forget({ state, effects }: Turn, purpose: Purpose): void {
  state.asks.delete(purpose);
  effects.push({ do: 'timer', name: ASK_TIMER + purpose, after: null });
}

function rotate({ state, env }: Turn): void {
  state.manager = state.managers[env.draw('manager', state.managers.length)] ?? state.manager;
}

/** The servers of an answer to a query for work; null when it is not one. */
export function serversOf(answer: Answer): readonly ServerWork[] | null {
  if (answer.status !== 200 || asObject(answer.body) === null) return null;
  return (answer.body as unknown as Work).servers;
}
