// Asking the managers: the last known leader first; a redirect is followed at once for a few hops and then waits; at each tick another manager is asked,
// by chance, so that a gateway and managers that point at each other never stay in step. When nobody knows who leads, every other tick comes early, because a
// leader may just have handed over. The number of an ask stays the same, and so does its key.
import { asObject, type Json, type NodeId } from '../../world/index.js';
import type { Answer } from '../wire/command.js';
import { learnManagers } from '../wire/managers.js';
import type { Ask, Reply } from '../wire/message.js';
import { answerCounted } from './gateway-counts.js';
import type { Manner, Pending, Turn } from './gateway-state.js';
import { answerReadiness } from './gateway-readiness.js';
import { refuse } from './refused.js';
import { respondAnswer, respondRefused } from './respond.js';

const hopsMax = 3;
/** How often a call that waits for news asks for them. */
const waitPace = 100_000;
export const askTimer = 'ask ';

export function startAsk(turn: Turn, call: number, ask: Ask, manner: Manner, operation: number): void {
  const { state, now } = turn;
  state.asks.set(ask.id, call);
  send(turn, call, { ask, to: state.leader, hops: 0, deadline: now + state.timings.gatewayDeadline, manner, operation });
}

function send({ state, now, effects }: Turn, call: number, pending: Pending): void {
  state.pending.set(call, pending);
  state.counts.asks += 1;
  const after = Math.max(1, Math.min(state.timings.askTimeout, pending.deadline - now));
  effects.push({ do: 'send', to: pending.to, body: pending.ask as unknown as Json }, { do: 'timer', name: askTimer + call, after });
}

/** Nobody answered for the time of one ask. */
export function takeTick(turn: Turn, call: number): void {
  const { state, now } = turn;
  const pending = state.pending.get(call);
  if (pending === undefined) return;
  if (pending.isIdle === true) return askAnew(turn, call, pending);
  state.counts.silences += 1;
  if (now >= pending.deadline) return giveUp(turn, call, pending);
  const to = anotherThan(turn, pending.to);
  if (state.leader === pending.to) state.leader = to;
  const { hurry: before, ...asked } = pending;
  send(turn, call, { ...asked, to, hops: 0, ...(before === 'due' ? { hurry: 'done' } : {}) });
}

function giveUp(turn: Turn, call: number, { manner, operation }: Pending): void {
  drop(turn, call);
  if (manner.isReadiness === true) answerReadiness(turn, call, manner.isBare, false);
  else answerCounted(turn, operation, respondRefused(call, refuse('UNAVAILABLE'), manner.isBare, turn.rules));
}

function askAnew(turn: Turn, call: number, { ask, manner, operation }: Pending): void {
  const { state, now } = turn;
  send(turn, call, { ask, to: state.leader, hops: 0, deadline: now + state.timings.gatewayDeadline, manner, operation });
}

/** Nothing has come yet, and there is time left to wait for it. */
function isPutOff({ now, state }: Turn, { manner }: Pending, answer: Answer): boolean {
  // Those who wait must not take the room of those who work.
  if (state.pending.size > state.limits.requestsMax / 2) return false;
  if (manner.waitUntil === undefined || now >= manner.waitUntil || answer.status !== 200) return false;
  const records = asObject(answer.body)?.['records'];
  return Array.isArray(records) && records.length === 0;
}

function putOff({ state, now, effects }: Turn, call: number, pending: Pending): void {
  state.pending.set(call, { ...pending, isIdle: true });
  const after = Math.max(1, Math.min(waitPace, (pending.manner.waitUntil ?? now) - now));
  effects.push({ do: 'timer', name: askTimer + call, after });
}

function anotherThan({ state, draw }: Turn, silent: NodeId): NodeId {
  const others = state.managers.filter((manager) => manager !== silent);
  return others.length === 0 ? silent : (others[draw('manager', others.length)] ?? silent);
}

/** Replies to nobody, and those that say nothing new, are ignored. A 503 is not yet the end: the tick asks on. */
export function takeReply(turn: Turn, from: NodeId, reply: Reply): void {
  const { state } = turn;
  const call = state.asks.get(reply.id);
  const pending = call === undefined ? undefined : state.pending.get(call);
  if (call === undefined || pending === undefined || pending.isIdle === true) return void (state.counts.strays += 1);
  learnManagers(state, reply.managers);
  if (!state.managers.includes(state.leader)) state.leader = state.managers[0] ?? state.leader;
  if (reply.type === 'redirect') return followRedirect(turn, call, pending, from, reply.leader);
  if (!isDecided(reply.answer)) return from === pending.to ? hurry(turn, call, pending) : undefined;
  if (state.managers.includes(from)) state.leader = from;
  state.answeredAt = turn.now;
  if (isPutOff(turn, pending, reply.answer)) return putOff(turn, call, pending);
  forget(turn, call);
  if (pending.manner.isReadiness === true) answerReadiness(turn, call, pending.manner.isBare, true);
  else answerCounted(turn, pending.operation, respondAnswer(call, reply.answer, pending.manner, turn.rules));
}

function isDecided({ status }: Answer): boolean {
  return Number.isInteger(status) && status >= 200 && status < 500;
}

/** Only the manager that was asked last may point elsewhere; what another said earlier is old. */
function followRedirect(turn: Turn, call: number, pending: Pending, from: NodeId, leader: NodeId | null): void {
  const { state } = turn;
  if (from !== pending.to) return;
  if (leader === null || leader === from || pending.hops >= hopsMax || !state.managers.includes(leader)) return hurry(turn, call, pending);
  state.leader = leader;
  state.counts.redirects += 1;
  send(turn, call, { ...pending, to: leader, hops: pending.hops + 1 });
}

function hurry({ state, now, effects }: Turn, call: number, pending: Pending): void {
  if (pending.hurry !== undefined) return;
  const after = Math.max(1, Math.min(state.timings.heartbeat, pending.deadline - now));
  state.pending.set(call, { ...pending, hurry: 'due' });
  effects.push({ do: 'timer', name: askTimer + call, after });
}

/** Forgets a call that is over, and its timer. */
export function forget(turn: Turn, call: number): void {
  if (drop(turn, call)) turn.effects.push({ do: 'timer', name: askTimer + call, after: null });
}

function drop({ state }: Turn, call: number): boolean {
  const pending = state.pending.get(call);
  if (pending !== undefined) state.asks.delete(pending.ask.id);
  return state.pending.delete(call);
}
