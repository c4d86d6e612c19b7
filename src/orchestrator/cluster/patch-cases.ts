// For tests: strategic merge patches and what comes of them, here and on a Kubernetes API server.
import { asObject, type Json, type JsonObject } from '../../world/index.js';

/** Members that differ in the object, the patch, and members of the result; null where the patch is refused. */
export interface PatchCase {
  readonly fact: string;
  readonly kind: 'Deployment' | 'Service' | 'ConfigMap';
  readonly live: JsonObject;
  readonly patch: JsonObject;
  readonly expected: JsonObject | null;
}

const pod = (...containers: readonly Json[]): JsonObject => ({ spec: { template: { spec: { containers } } } });
const one = (fields: JsonObject): JsonObject => pod({ name: 'a', image: 'i', ...fields });
const ports = (...each: readonly Json[]): JsonObject => ({ spec: { ports: each } });
const a = { name: 'a', image: 'i' };
const b = { name: 'b', image: 'i' };
const volumes = (...each: readonly Json[]): JsonObject => ({ spec: { template: { spec: { volumes: each } } } });
const finalizers = (...names: readonly string[]): JsonObject => ({ metadata: { finalizers: names } });
const owner = (uid: string, name: string): JsonObject => ({ apiVersion: 'v1', kind: 'ConfigMap', name, uid });

function deployment(fact: string, live: JsonObject, patch: JsonObject, expected: JsonObject | null): PatchCase {
  return { fact, kind: 'Deployment', live, patch, expected };
}

function service(fact: string, live: JsonObject, patch: JsonObject, expected: JsonObject | null): PatchCase {
  return { fact, kind: 'Service', live, patch, expected };
}

function map(fact: string, live: JsonObject, patch: JsonObject, expected: JsonObject | null): PatchCase {
  return { fact, kind: 'ConfigMap', live, patch, expected };
}

const http = { name: 'http', port: 80, protocol: 'TCP', targetPort: 80 };
const dns = { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 };

export const patchCases: readonly PatchCase[] = [
  deployment('a container is merged by name', pod(a, b), pod({ name: 'b', image: 'new' }), pod(a, { name: 'b', image: 'new' })),
  deployment('a new container comes before those that only the server has', pod(a), pod(b), pod(b, a)),
  deployment('a container is taken away by a directive', pod(a, b), pod({ name: 'a', $patch: 'delete' }), pod(b)),
  deployment(
    'a list is replaced by a directive in it',
    pod(a, b),
    pod({ $patch: 'replace' }, { name: 'c', image: 'i' }),
    pod({ name: 'c', image: 'i' }),
  ),
  deployment('an item without its key is refused', pod(a), pod({ image: 'i' }), null),
  deployment('an unknown directive is refused', pod(a), { spec: { template: { spec: { $patch: 'turn' } } } }, null),
  deployment(
    'a list has the order that is asked for',
    pod(a, b),
    { spec: { template: { spec: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] } } } },
    pod(b, a),
  ),
  deployment(
    'a variable is merged by name',
    one({
      env: [
        { name: 'x', value: '1' },
        { name: 'y', value: '2' },
      ],
    }),
    pod({ name: 'a', env: [{ name: 'y', value: '3' }] }),
    one({
      env: [
        { name: 'x', value: '1' },
        { name: 'y', value: '3' },
      ],
    }),
  ),
  deployment(
    'a variable is taken away by a directive',
    one({
      env: [
        { name: 'x', value: '1' },
        { name: 'y', value: '2' },
      ],
    }),
    pod({ name: 'a', env: [{ name: 'x', $patch: 'delete' }] }),
    one({ env: [{ name: 'y', value: '2' }] }),
  ),
  deployment(
    'a port of a container is merged by number',
    one({ ports: [{ containerPort: 80 }, { containerPort: 81 }] }),
    pod({ name: 'a', ports: [{ containerPort: 80, name: 'http' }] }),
    one({ ports: [{ containerPort: 80, name: 'http' }, { containerPort: 81 }] }),
  ),
  deployment(
    'a mount is merged by its path',
    {
      spec: {
        template: {
          spec: { volumes: [{ name: 'v', emptyDir: {} }], containers: [{ ...a, volumeMounts: [{ name: 'v', mountPath: '/a' }] }] },
        },
      },
    },
    pod({ name: 'a', volumeMounts: [{ name: 'v', mountPath: '/b' }] }),
    one({
      volumeMounts: [
        { name: 'v', mountPath: '/b' },
        { name: 'v', mountPath: '/a' },
      ],
    }),
  ),
  deployment(
    'a volume is merged by name, and keeps only the source that is named',
    volumes({ name: 'v', emptyDir: {} }, { name: 'w', emptyDir: {} }),
    volumes({ name: 'v', $retainKeys: ['name', 'configMap'], configMap: { name: 'm' } }),
    volumes({ name: 'v', configMap: { name: 'm' } }, { name: 'w', emptyDir: {} }),
  ),
  deployment(
    'what is kept must hold what is given',
    volumes({ name: 'v', emptyDir: {} }),
    volumes({ name: 'v', $retainKeys: ['name'], configMap: { name: 'm' } }),
    null,
  ),
  deployment(
    'tolerations are one value',
    { spec: { template: { spec: { tolerations: [{ key: 'x', operator: 'Exists' }] } } } },
    { spec: { template: { spec: { tolerations: [{ key: 'y', operator: 'Exists' }] } } } },
    { spec: { template: { spec: { tolerations: [{ key: 'y', operator: 'Exists' }] } } } },
  ),
  deployment('null takes a member away', one({ command: ['c'] }), pod({ name: 'a', command: null }), one({})),
  deployment(
    'a map is replaced by a directive',
    { metadata: { annotations: { x: '1' } } },
    { metadata: { annotations: { $patch: 'replace', y: '2' } } },
    { metadata: { annotations: { y: '2' } } },
  ),
  service(
    'a port of a Service is merged by number',
    ports(http, dns),
    ports({ port: 80, name: 'web' }),
    ports({ ...http, name: 'web' }, dns),
  ),
  service('a port of a Service is taken away by a directive', ports(http, dns), ports({ port: 80, $patch: 'delete' }), ports(dns)),
  service(
    'its merge key alone tells ports apart',
    ports(http, dns),
    ports({ port: 53, protocol: 'TCP' }),
    ports(http, { ...dns, protocol: 'TCP' }),
  ),
  map('finalizers are added', finalizers('a.b/c'), finalizers('d.e/f'), finalizers('d.e/f', 'a.b/c')),
  map(
    'finalizers are taken away by a directive beside them',
    finalizers('a.b/c', 'd.e/f'),
    { metadata: { '$deleteFromPrimitiveList/finalizers': ['a.b/c'] } },
    finalizers('d.e/f'),
  ),
  map(
    'owners are merged by uid',
    { metadata: { ownerReferences: [owner('1', 'x'), owner('2', 'y')] } },
    { metadata: { ownerReferences: [owner('2', 'z')] } },
    { metadata: { ownerReferences: [owner('1', 'x'), owner('2', 'z')] } },
  ),
  map('data is merged like any map', { data: { a: '1', b: '2' } }, { data: { a: null, c: '3' } }, { data: { b: '2', c: '3' } }),
  map('a map is emptied by a directive', { data: { a: '1' } }, { data: { $patch: 'delete' } }, { data: {} }),
];

/** A whole object of the case, named `name`. */
export function liveOf({ kind, live }: PatchCase, name: string): JsonObject {
  const spec = (live['spec'] ?? {}) as JsonObject;
  const metadata = { ...(live['metadata'] as JsonObject | undefined), name };
  if (kind === 'ConfigMap') return { apiVersion: 'v1', kind, ...live, metadata };
  if (kind === 'Service') return { apiVersion: 'v1', kind, spec, metadata };
  const given = ((spec['template'] as JsonObject | undefined)?.['spec'] ?? {}) as JsonObject;
  const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [a], ...given } };
  return { apiVersion: 'apps/v1', kind, metadata, spec: { selector: { matchLabels: { app: 'x' } }, template } };
}

/** Of maps in `value`, the members that `expected` speaks of; lists whole. An empty map may be missing: some servers leave it out. */
export function seenOf(value: Json | undefined, expected: Json): Json | undefined {
  if (Array.isArray(value) && Array.isArray(expected))
    return (value as readonly Json[]).map((item, index) => seenOf(item, (expected as readonly Json[])[index] ?? null) ?? null);
  const wanted = asObject(expected);
  if (value === undefined && wanted !== null && Object.keys(wanted).length === 0) return wanted;
  const object = asObject(value);
  if (object === null || wanted === null || Object.keys(wanted).length === 0) return value;
  const seen = Object.entries(wanted).map(([name, each]): readonly [string, Json | undefined] => [name, seenOf(object[name], each)]);
  return Object.fromEntries(seen.filter(([, each]) => each !== undefined)) as JsonObject;
}

/** `expected` without the nulls, which stand for members that must not be there. */
export function wantedOf(expected: Json): Json {
  if (Array.isArray(expected)) return (expected as readonly Json[]).map(wantedOf);
  const object = asObject(expected);
  if (object === null) return expected;
  const kept = Object.entries(object).filter(([, each]) => each !== null);
  return Object.fromEntries(kept.map(([name, each]) => [name, wantedOf(each)])) as JsonObject;
}
