// The operations of the reference orchestrator as the harness calls them: every route of the EMCO table, the audit of everything, and the edge clusters'
// own API for observation, drift and admission. `args` of a route: `{ key, body?, file? }`, the key being the resource's path.
import { fillPath, type KindSpec, kinds, matchPath } from '../../../spec/emco/index.js';
import type { Answer, Operation, Outcome, Verb } from '../../../src/contract/index.js';
import { asObject, bytesOf, type Json, type JsonObject, type Request } from '../../../src/world/index.js';
import { fileOf } from './upload-files.js';

const json = { 'content-type': 'application/json' };

/** A decision of the system is definite; a 503, a silence and a broken connection are not, nor is a 429, which says nothing of what came before. */
export function outcomeOf(answer: Answer): Outcome {
  if (answer.status === null) return answer.failure === 'refused' ? 'fail' : 'info';
  if (answer.status < 300) return 'ok';
  return answer.status < 500 && answer.status !== 429 ? 'fail' : 'info';
}

const keyOf = (args: Json): string => String(asObject(args)?.['key'] ?? '');
const bodyOf = (args: Json): Json => asObject(args)?.['body'] ?? null;
const nodeOf = (args: Json): string | null => (typeof asObject(args)?.['node'] === 'string' ? String(asObject(args)?.['node']) : null);

/** What later calls may refer to: the tag of the version that was seen, where the answer has one. */
const tagOf = (args: Json, _answer: Json, headers: Answer['headers']): Json => headers['etag'] ?? keyOf(args);

const shared = { to: 'gateway', reads: 'none', retry: 'key', subject: keyOf, binds: tagOf, outcome: outcomeOf } as const;

/** A call that insists on a version, where its `ifMatch` names one. */
function insisting(request: Request, args: Json): Request {
  const tag = asObject(args)?.['ifMatch'];
  return typeof tag === 'string' ? { ...request, headers: { ...request.headers, 'if-match': tag } } : request;
}

function request(method: string, path: string, body: Json, key: string): Request {
  const headers = key === '' ? json : { ...json, 'idempotency-key': key };
  return { method, path, headers, body: body === null ? null : bytesOf(typeof body === 'string' ? body : JSON.stringify(body)) };
}

function upload(method: string, path: string, args: Json, key: string): Request {
  const { body, contentType } = fileOf(bodyOf(args), asObject(args)?.['file'] ?? null);
  const headers = { 'content-type': contentType };
  return { method, path, headers: key === '' ? headers : { ...headers, 'idempotency-key': key }, body };
}

function collectionOf(kind: KindSpec, key: string): string {
  const values = matchPath(kind.path, key);
  return values === null ? key.split('/').slice(0, -1).join('/') : fillPath(kind.collection, values);
}

/** Behind the name of a call that is sent without a key, and so only once. */
export const unkeyed = '-unkeyed';

type Sending = (method: string, path: string, args: Json, key: string) => Request;

function creations(kind: KindSpec, send: Sending): readonly Operation[] {
  return [
    {
      ...shared,
      kind: kind.name,
      name: `${kind.name}.create`,
      verb: 'create',
      encode: (args, key) => send('POST', `/v2${collectionOf(kind, keyOf(args))}`, args, key),
    },
    {
      ...shared,
      kind: kind.name,
      name: `${kind.name}.create${unkeyed}`,
      verb: 'create',
      retry: 'never',
      encode: (args) => send('POST', `/v2${collectionOf(kind, keyOf(args))}`, args, ''),
    },
  ];
}

/** What changes nothing, a method that no resource takes among them. */
function reads(kind: KindSpec): readonly Operation[] {
  const base = { ...shared, kind: kind.name, retry: 'natural' } as const;
  return [
    {
      ...base,
      name: `${kind.name}.get`,
      verb: 'read',
      reads: 'linearizable',
      encode: (args) => request('GET', `/v2${keyOf(args)}`, null, ''),
    },
    {
      ...base,
      name: `${kind.name}.list`,
      verb: 'list',
      reads: 'linearizable',
      subject: () => null,
      encode: (args) => request('GET', `/v2${collectionOf(kind, keyOf(args))}`, null, ''),
    },
    {
      ...base,
      name: `${kind.name}.patch`,
      verb: 'read',
      encode: (args) => request('PATCH', `/v2${keyOf(args)}`, {}, ''),
    },
  ];
}

function routeOperations(kind: KindSpec): readonly Operation[] {
  const send =
    kind.upload === null ? (method: string, path: string, args: Json, key: string) => request(method, path, bodyOf(args), key) : upload;
  const base = { ...shared, kind: kind.name };
  const made: Operation[] = [
    ...creations(kind, send),
    ...reads(kind),
    {
      ...base,
      name: `${kind.name}.delete`,
      verb: 'delete',
      encode: (args, key) => insisting(request('DELETE', `/v2${keyOf(args)}`, null, key), args),
    },
  ];
  if (kind.put)
    made.push({
      ...base,
      name: `${kind.name}.replace`,
      verb: 'replace',
      encode: (args, key) => insisting(send('PUT', `/v2${keyOf(args)}`, args, key), args),
    });
  if (kind.status)
    made.push({
      ...base,
      name: `${kind.name}.status`,
      verb: 'read',
      retry: 'natural',
      encode: (args) => request('GET', `/v2${keyOf(args)}/status`, null, ''),
    });
  for (const verb of kind.verbs)
    made.push({
      ...base,
      name: `${kind.name}.${verb}`,
      verb: 'move',
      encode: (args, key) => request('POST', `/v2${keyOf(args)}/${verb}`, bodyOf(args), key),
    });
  return made;
}

const fields = (answer: Answer): JsonObject => asObject(answer.body) ?? {};

/** Ready only when the status says so; anything else is asked again. */
function readyOutcome(answer: Answer): Outcome {
  if (answer.status === 200)
    return fields(answer)['readyStatus'] === 'Ready' && fields(answer)['deployedStatus'] === 'Instantiated' ? 'ok' : 'info';
  return outcomeOf(answer);
}

const nodus = 'k8s.plugin.opnfv.org/v1alpha1';

/** Kubernetes collections that the system puts objects into, with their paths. */
export const clusterCollections: Readonly<
  Record<string, { readonly root: string; readonly apiVersion: string; readonly kind: string; readonly namespaced: boolean }>
> = {
  namespaces: { root: '/api/v1', apiVersion: 'v1', kind: 'Namespace', namespaced: false },
  configmaps: { root: '/api/v1', apiVersion: 'v1', kind: 'ConfigMap', namespaced: true },
  secrets: { root: '/api/v1', apiVersion: 'v1', kind: 'Secret', namespaced: true },
  services: { root: '/api/v1', apiVersion: 'v1', kind: 'Service', namespaced: true },
  resourcequotas: { root: '/api/v1', apiVersion: 'v1', kind: 'ResourceQuota', namespaced: true },
  deployments: { root: '/apis/apps/v1', apiVersion: 'apps/v1', kind: 'Deployment', namespaced: true },
  jobs: { root: '/apis/batch/v1', apiVersion: 'batch/v1', kind: 'Job', namespaced: true },
  networkpolicies: { root: '/apis/networking.k8s.io/v1', apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespaced: true },
  networks: { root: `/apis/${nodus}`, apiVersion: nodus, kind: 'Network', namespaced: false },
  providernetworks: { root: `/apis/${nodus}`, apiVersion: nodus, kind: 'ProviderNetwork', namespaced: false },
  networkchainings: { root: `/apis/${nodus}`, apiVersion: nodus, kind: 'NetworkChaining', namespaced: true },
};

function objectPath(args: Json): string {
  const { plural, namespace, name } = asObject(args) ?? {};
  const collection = clusterCollections[String(plural)];
  if (collection === undefined || !collection.namespaced) return `${collection?.root ?? '/api/v1'}/${String(plural)}/${String(name)}`;
  return `${collection.root}/namespaces/${String(namespace)}/${String(plural)}/${String(name)}`;
}

const policyPath = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
const patchHeaders = { 'content-type': 'application/merge-patch+json' };
const atCluster = { ...shared, to: 'cluster', kind: 'object', retry: 'never', node: nodeOf, subject: () => null } as const;

function clusterOperations(): readonly Operation[] {
  const lists = Object.entries(clusterCollections).map(
    ([plural, { root }]): Operation => ({
      ...atCluster,
      name: `cluster.list-${plural}`,
      verb: 'list',
      encode: () => request('GET', `${root}/${plural}?labelSelector=orchestrator.context`, null, ''),
    }),
  );
  const patch = (args: Json): Request => ({
    method: 'PATCH',
    path: objectPath(args),
    headers: patchHeaders,
    body: bytesOf(JSON.stringify({ data: { drift: 'by-hand' } })),
  });
  return [
    ...lists,
    { ...atCluster, name: 'cluster.drift-delete', verb: 'drift', encode: (args) => request('DELETE', objectPath(args), null, '') },
    { ...atCluster, name: 'cluster.drift-edit', verb: 'drift', encode: patch },
    {
      ...atCluster,
      name: 'cluster.refuse',
      verb: 'drift',
      encode: (args) =>
        request(
          'POST',
          policyPath,
          {
            apiVersion: 'admissionregistration.k8s.io/v1',
            kind: 'ValidatingAdmissionPolicy',
            metadata: { name: String(asObject(args)?.['name']) },
            spec: asObject(args)?.['rules'] ?? { deny: asObject(args)?.['deny'] ?? [] },
          },
          '',
        ),
    },
    {
      ...atCluster,
      name: 'cluster.allow',
      verb: 'drift',
      encode: (args) => request('DELETE', `${policyPath}/${String(asObject(args)?.['name'])}`, null, ''),
    },
    { ...atCluster, name: 'cluster.back-up', verb: 'drift', encode: (args) => request('POST', '/backups', args, '') },
    {
      ...atCluster,
      name: 'cluster.restore',
      verb: 'drift',
      encode: (args) => request('POST', `/backups/${String(asObject(args)?.['name'])}/restore`, null, ''),
    },
  ];
}

/** Nothing that was read before: from the beginning. */
function afterOf(args: Json): string {
  const after = asObject(args)?.['after'];
  return typeof after === 'number' ? `&after=${after}` : '';
}

/** Every operation of the reference orchestrator. */
export const referenceOperations: readonly Operation[] = [
  ...kinds.flatMap(routeOperations),
  ...clusterOperations(),
  {
    ...shared,
    name: 'audit.read',
    kind: 'audit',
    verb: 'list' satisfies Verb,
    reads: 'linearizable',
    retry: 'natural',
    subject: () => null,
    binds: (_args, answer) => asObject(answer)?.['next'] ?? 0,
    encode: (args) => request('GET', `/v2/audit?limit=500${afterOf(args)}`, null, ''),
  },
  {
    ...shared,
    name: 'inventory.read',
    kind: 'inventory',
    verb: 'list' satisfies Verb,
    reads: 'linearizable',
    retry: 'natural',
    subject: () => null,
    encode: () => request('GET', '/v2/inventory', null, ''),
  },
  {
    ...shared,
    name: 'deployment-intent-group.ready',
    kind: 'deployment-intent-group',
    verb: 'read',
    retry: 'natural',
    outcome: readyOutcome,
    encode: (args) => request('GET', `/v2${keyOf(args)}/status`, null, ''),
  },
];
