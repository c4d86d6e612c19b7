import type { Answer, Fact, Operation, Outcome } from '../../../src/contract/index.js';
import { asObject, bytesOf, type Json, type Request } from '../../../src/world/index.js';

const nameOf = (args: Json): string => String(asObject(args)?.['name'] ?? '');
const pathOf = (args: Json): string => `/volumes/${nameOf(args)}`;

function request(method: string, path: string, body: Json, key = ''): Request {
  const headers = { 'content-type': 'application/json', ...(key === '' ? {} : { 'idempotency-key': key }) };
  return { method, path, headers, body: body === null ? null : bytesOf(JSON.stringify(body)) };
}

function outcome(answer: Answer): Outcome {
  if (answer.status === null || answer.status >= 500) return answer.failure === 'refused' ? 'fail' : 'info';
  return answer.status < 300 ? 'ok' : 'fail';
}

const shared = { kind: 'volume', to: 'desk', reads: 'none', retry: 'natural', outcome, subject: pathOf, binds: nameOf } as const;

/** Only attach and detach take a key: a create or delete that is sent again may be told that it has already happened. */
export const deskOperations: readonly Operation[] = [
  { ...shared, name: 'volume.create', verb: 'create', encode: (args) => request('POST', '/volumes', { name: nameOf(args) }) },
  {
    ...shared,
    name: 'volume.attach',
    verb: 'move',
    retry: 'key',
    encode: (args, key) => request('POST', `${pathOf(args)}/attach`, { server: asObject(args)?.['server'] ?? 'server1' }, key),
  },
  {
    ...shared,
    name: 'volume.detach',
    verb: 'move',
    retry: 'key',
    encode: (args, key) => request('POST', `${pathOf(args)}/detach`, {}, key),
  },
  { ...shared, name: 'volume.delete', verb: 'delete', encode: (args) => request('DELETE', pathOf(args), null) },
  { ...shared, name: 'volumes.list', verb: 'list', subject: () => null, encode: () => request('GET', '/volumes', null) },
];

/** The volumes, as the desk lists them. */
export function volumesOf(answer: Answer | null | undefined): { readonly complete: boolean; readonly facts: readonly Fact[] } {
  const volumes = asObject(answer?.body ?? null)?.['volumes'];
  if (!Array.isArray(volumes)) return { complete: false, facts: [] };
  return { complete: true, facts: volumes.map((volume: Json) => factOf(volume)) };
}

function factOf(volume: Json): Fact {
  const state = String(asObject(volume)?.['state']);
  return {
    layer: 'intent',
    key: pathOf(volume),
    kind: 'volume',
    uid: null,
    owner: null,
    refs: [],
    state,
    motion: state.endsWith('ing') ? 'moving' : 'rest',
    blockedOn: null,
    revision: null,
    body: volume,
  };
}
