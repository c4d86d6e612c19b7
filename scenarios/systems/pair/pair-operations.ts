import type { Answer, Fact, Operation, Outcome } from '../../../src/contract/index.js';
import { asObject, bytesOf, type Json, type Request } from '../../../src/world/index.js';

const nameOf = (args: Json): string => String(asObject(args)?.['name'] ?? '');
const keyOf = (args: Json): string => `/values/${nameOf(args)}`;

function request(method: string, path: string, body: Json): Request {
  return { method, path, headers: { 'content-type': 'application/json' }, body: body === null ? null : bytesOf(JSON.stringify(body)) };
}

function outcome(answer: Answer): Outcome {
  if (answer.status === null) return answer.failure === 'refused' ? 'fail' : 'info';
  return answer.status < 300 ? 'ok' : 'fail';
}

const shared = {
  kind: 'value',
  to: 'primary',
  reads: 'none',
  retry: 'natural',
  outcome,
  subject: keyOf,
  binds: (args: Json) => nameOf(args),
} as const;

export const pairOperations: readonly Operation[] = [
  { ...shared, name: 'value.put', verb: 'replace', encode: (args) => request('PUT', keyOf(args), asObject(args)?.['value'] ?? 0) },
  { ...shared, name: 'value.get', verb: 'read', reads: 'linearizable', encode: (args) => request('GET', keyOf(args), null) },
  { ...shared, name: 'value.delete', verb: 'delete', encode: (args) => request('DELETE', keyOf(args), null) },
  { ...shared, name: 'values.list', verb: 'list', subject: () => null, encode: () => request('GET', '/values', null) },
  { ...shared, name: 'copies.list', to: 'backup', verb: 'list', subject: () => null, encode: () => request('GET', '/values', null) },
];

/** The facts of one layer, from the list that a node answers. */
export function factsOf(
  layer: 'intent' | 'actual',
  answer: Answer | null | undefined,
): { readonly complete: boolean; readonly facts: readonly Fact[] } {
  const values = asObject(answer?.body ?? undefined);
  if (values === null) return { complete: false, facts: [] };
  const facts = Object.entries(values).map(([name, body]): Fact => {
    const key = `/values/${name}`;
    return {
      layer,
      key,
      kind: 'value',
      uid: null,
      owner: layer === 'actual' ? key : null,
      refs: [],
      state: 'kept',
      motion: 'rest',
      blockedOn: null,
      revision: null,
      body,
    };
  });
  return { complete: true, facts };
}
