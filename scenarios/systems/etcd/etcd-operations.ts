import type { Answer, Fact, Operation, Outcome } from '../../../src/contract/index.js';
import { asObject, bytesOf, type Json, type JsonObject, type Request } from '../../../src/world/index.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const textOf = (value: Json | undefined): string => Buffer.from(String(value ?? ''), 'base64').toString();
const holderOf = (args: Json): string => String(asObject(args)?.['holder']);

function post(path: string, body: Json): Request {
  return { method: 'POST', path, headers: { 'content-type': 'application/json' }, body: bytesOf(JSON.stringify(body)) };
}

function outcome(answer: Answer): Outcome {
  if (answer.status === null || answer.status >= 500) return answer.failure === 'refused' ? 'fail' : 'info';
  return answer.status < 300 ? 'ok' : 'fail';
}

const shared = { reads: 'none', retry: 'natural', outcome, binds: () => null } as const;
const byHolder = { ...shared, to: 'holder', node: holderOf } as const;
const byEtcd = { ...shared, to: 'etcd', kind: 'register' } as const;

/** Of the holders' own API, and of etcd's: what its JSON gateway takes is an operation like any other. */
export const etcdOperations: readonly Operation[] = [
  { ...byHolder, name: 'lock.acquire', kind: 'lock', verb: 'move', subject: () => '/lock', encode: () => post('/acquire', {}) },
  {
    ...byHolder,
    name: 'register.write',
    kind: 'register',
    verb: 'replace',
    subject: () => '/register',
    encode: (args) => post('/write', { value: asObject(args)?.['value'] ?? 0 }),
  },
  { ...byHolder, name: 'lock.release', kind: 'lock', verb: 'move', subject: () => '/lock', encode: () => post('/release', {}) },
  {
    ...byHolder,
    name: 'holder.look',
    kind: 'lock',
    verb: 'read',
    subject: () => null,
    encode: () => ({ ...post('/state', {}), method: 'GET', body: null }),
  },
  {
    ...byEtcd,
    name: 'register.delete',
    verb: 'delete',
    subject: () => '/register',
    encode: () => post('/v3/kv/deleterange', { key: base64('register') }),
  },
  // A single zero byte as both ends of the range: every key.
  {
    ...byEtcd,
    name: 'keys.list',
    verb: 'list',
    subject: () => null,
    encode: () => post('/v3/kv/range', { key: 'AA==', range_end: 'AA==' }),
  },
];

const blank = { uid: null, owner: null, refs: [], motion: 'rest', blockedOn: null, revision: null } as const;

/** What each holder says of itself. */
export function holdersOf(
  ids: readonly string[],
  answers: readonly (Answer | null)[],
): { readonly complete: boolean; readonly facts: readonly Fact[] } {
  const facts = ids.flatMap((id, index): readonly Fact[] => {
    const body = asObject(answers[index]?.body ?? null);
    const state = String(body?.['state']);
    const motion = state === 'acquiring' ? 'moving' : 'rest';
    return body === null ? [] : [{ ...blank, layer: 'intent', key: `/holders/${id}`, kind: 'holder', state, motion, body: { holder: id } }];
  });
  return { complete: facts.length === ids.length, facts };
}

/** Every key that etcd keeps. */
export function keysOf(answer: Answer | null | undefined): { readonly complete: boolean; readonly facts: readonly Fact[] } {
  const body = asObject(answer?.body ?? null);
  const entries = (body?.['kvs'] ?? []) as unknown as readonly JsonObject[];
  return { complete: body !== null, facts: entries.map(factOf) };
}

function factOf(entry: JsonObject): Fact {
  const revision = Number(entry['mod_revision']);
  return { ...blank, layer: 'actual', key: `/${textOf(entry['key'])}`, kind: 'key', state: 'kept', revision, body: textOf(entry['value']) };
}
