// The smallest system that is worth breaking: a primary that keeps values and a backup that copies them, over one link. A write is durable on both
// before it is acknowledged. Defects replace `PairRules`.
import {
  asObject,
  bytesOf,
  type Effect,
  type Env,
  hashText,
  type Input,
  type Json,
  type JsonObject,
  type Machine,
  parseJson,
  textOf,
} from '../../../src/world/index.js';
import { type PairBuild, type PairLog, pairLog, type Write } from './pair-log.js';

/** The decisions that matter. */
export interface PairRules {
  /** Whether the caller is told before or after the write is durable here and on the backup. */
  readonly acknowledge: 'when-durable-on-both' | 'at-once';
  /** Whether it understands what other builds have written, too. */
  readonly reads: 'every-format' | 'own-format';
}

export const correctPairRules: PairRules = { acknowledge: 'when-durable-on-both', reads: 'every-format' };

interface Code extends PairRules {
  readonly log: PairLog;
}

export interface PairState {
  readonly role: string;
  readonly peer: string;
  readonly values: Map<string, Json>;
  readonly log: Write[];
  /** Index of the last write that the backup has. */
  acknowledged: number;
  readonly waiting: Map<number, { readonly call: number; readonly status: number }>;
}

const file = 'log';
const resendEvery = 100_000;
const resendMax = 64;

/** Node machine of both roles; config is `{ role, peer }`. */
export function pairMachine(rules: PairRules, build: PairBuild = 'present'): Machine<PairState> {
  const code = { ...rules, log: pairLog(build, rules.reads) };
  return {
    boot: (input) => boot(input, code),
    step: (state, input, env) => step(state, input, env, code),
    clone: (state) => ({ ...state, values: new Map(state.values), log: [...state.log], waiting: new Map(state.waiting) }),
    digest: (state) =>
      [...state.values].reduce((hash, [name, value]) => hashText(hashText(hash, name), JSON.stringify(value)), state.log.length) >>> 0,
  };
}

/** A line that a crash tore was never acknowledged; it is cut off, or what comes next would be one line with it. */
function boot(input: Input & { on: 'boot' }, code: Code): readonly [PairState, readonly Effect[]] {
  const config = asObject(input.config);
  const state: PairState = {
    role: String(config?.['role']),
    peer: String(config?.['peer']),
    values: new Map(),
    log: [],
    acknowledged: 0,
    waiting: new Map(),
  };
  const lines = textOf(input.disk.get(file) ?? null).split('\n');
  const torn = lines.pop() ?? '';
  for (const line of lines) {
    const write = code.log.read(line);
    if (write !== null) keep(state, write);
  }
  const mend: readonly Effect[] =
    torn === '' ? [] : [{ do: 'persist', file, edit: 'replace', bytes: bytesOf(lines.map((line) => `${line}\n`).join('')) }];
  return [state, [...mend, ...(state.role === 'primary' ? [{ do: 'timer', name: 'resend', after: resendEvery } as const] : [])]];
}

function keep(state: PairState, write: Write): void {
  state.log.push(write);
  if (write.value === null) state.values.delete(write.name);
  else state.values.set(write.name, write.value);
}

function step(state: PairState, input: Input, _env: Env, code: Code): readonly Effect[] {
  if (input.on === 'request') return request(state, input, code);
  if (input.on === 'timer') return [...resend(state), { do: 'timer', name: 'resend', after: resendEvery }];
  if (input.on === 'message') return state.role === 'primary' ? acknowledged(state, input.body) : copied(state, input.body, code);
  if (input.on === 'end') return [{ do: 'halt', reason: 'asked to end' }];
  if (input.on === 'part') for (const [index, { call }] of state.waiting) if (call === input.call) state.waiting.delete(index);
  return [];
}

function request(state: PairState, input: Input & { on: 'request' }, code: Code): readonly Effect[] {
  const { call, request: asked } = input;
  const name = asked.path.split('/')[2];
  if (asked.method === 'GET' && asked.path === '/values') return [answer(call, 200, Object.fromEntries(state.values))];
  if (name === undefined || name === '' || state.role !== 'primary') return [answer(call, 404, { code: 'NOT_FOUND' })];
  if (asked.method === 'GET')
    return [state.values.has(name) ? answer(call, 200, state.values.get(name) ?? null) : answer(call, 404, { code: 'NOT_FOUND' })];
  if (asked.method === 'DELETE' && !state.values.has(name)) return [answer(call, 404, { code: 'NOT_FOUND' })];
  const value = asked.method === 'DELETE' ? null : parseJson(textOf(asked.body));
  if (value === undefined) return [answer(call, 400, { code: 'BODY_NOT_JSON' })];
  return write(state, call, { index: state.log.length + 1, name, value }, code);
}

function write(state: PairState, call: number, entry: Write, code: Code): readonly Effect[] {
  keep(state, entry);
  const status = entry.value === null ? 204 : 201;
  const persist: Effect = { do: 'persist', file, edit: 'append', bytes: code.log.line(entry) };
  const send: Effect = { do: 'send', to: state.peer, body: { writes: [entry] } as unknown as Json };
  if (code.acknowledge === 'at-once') return [answer(call, status, null), persist, send];
  state.waiting.set(entry.index, { call, status });
  return [persist, send];
}

/** The primary, told how far the backup is. */
function acknowledged(state: PairState, body: Json): readonly Effect[] {
  const index = asObject(body)?.['have'];
  state.acknowledged = Math.max(state.acknowledged, typeof index === 'number' ? index : 0);
  const effects: Effect[] = [];
  for (const [at, { call, status }] of state.waiting) {
    if (at > state.acknowledged) continue;
    state.waiting.delete(at);
    effects.push(answer(call, status, null));
  }
  return effects;
}

function resend(state: PairState): readonly Effect[] {
  const writes = state.log.slice(state.acknowledged, state.acknowledged + resendMax);
  return [{ do: 'send', to: state.peer, body: { writes } as unknown as Json }];
}

/** The backup, given writes: those that follow its own are kept, and it says how far it is once they are durable. */
function copied(state: PairState, body: Json, code: Code): readonly Effect[] {
  const writes = (asObject(body)?.['writes'] ?? []) as unknown as readonly Write[];
  const effects: Effect[] = [];
  for (const entry of writes) {
    if (entry.index !== state.log.length + 1) continue;
    keep(state, entry);
    effects.push({ do: 'persist', file, edit: 'append', bytes: code.log.line(entry) });
  }
  return [...effects, { do: 'send', to: state.peer, body: { have: state.log.length } }];
}

function answer(call: number, status: number, body: JsonObject | Json): Effect {
  const head = { status, headers: { 'content-type': 'application/json' } };
  return { do: 'reply', call, part: { head, bytes: body === null ? null : bytesOf(JSON.stringify(body)), end: true } };
}
