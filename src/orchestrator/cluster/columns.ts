// What kubectl shows of each kind. Source: kubernetes/pkg/printers/internalversion, v1.32.
import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { ageOf } from './age.js';
import type { ResourceType } from './resource-types.js';
import { metadataOf } from './stored.js';
import { microsOf } from './timestamp.js';

export interface Column {
  readonly name: string;
  /** `string` where it is not said. */
  readonly kind?: 'integer' | 'date' | 'boolean';
  /** Shown with `-o wide` only. */
  readonly wide?: true;
  /** `age` is that of the object, in words. */
  readonly cell: (object: JsonObject, age: string) => Json;
}

const none = '<none>';
const age: Column = { name: 'Age', cell: (_object, words) => words };
const createdAt: Column = { name: 'Created At', kind: 'date', cell: (object) => metadataOf(object)['creationTimestamp'] ?? null };
const spec = (object: JsonObject): JsonObject => asObject(object['spec']) ?? {};
const status = (object: JsonObject): JsonObject => asObject(object['status']) ?? {};
const listOf = (value: Json | undefined): readonly JsonObject[] => (Array.isArray(value) ? (value as readonly JsonObject[]) : []);
const countOf = (value: Json | undefined): number => (Array.isArray(value) ? value.length : Object.keys(asObject(value) ?? {}).length);
const textOf = (value: Json | undefined, otherwise = ''): string =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : otherwise;
const orNone = (texts: readonly string[]): string => (texts.length === 0 ? none : texts.join(','));

function labelsText(value: Json | undefined): string {
  const labels = Object.entries(asObject(value) ?? {}).map(([key, each]) => `${key}=${String(each)}`);
  return orNone(labels.sort());
}

const containersOf = (object: JsonObject): readonly JsonObject[] =>
  listOf(asObject(asObject(spec(object)['template'])?.['spec'])?.['containers']);
const wideOfTemplate: readonly Column[] = [
  {
    name: 'Containers',
    wide: true,
    cell: (object) =>
      containersOf(object)
        .map(({ name }) => textOf(name))
        .join(','),
  },
  {
    name: 'Images',
    wide: true,
    cell: (object) =>
      containersOf(object)
        .map(({ image }) => textOf(image))
        .join(','),
  },
  { name: 'Selector', wide: true, cell: (object) => labelsText(asObject(spec(object)['selector'])?.['matchLabels']) },
];

const deployment: readonly Column[] = [
  { name: 'Ready', cell: (object) => `${textOf(status(object)['readyReplicas'], '0')}/${textOf(spec(object)['replicas'], '0')}` },
  { name: 'Up-to-date', cell: (object) => status(object)['updatedReplicas'] ?? 0 },
  { name: 'Available', cell: (object) => status(object)['availableReplicas'] ?? 0 },
  age,
  ...wideOfTemplate,
];

const job: readonly Column[] = [
  { name: 'Status', cell: (object) => (status(object)['completionTime'] === undefined ? 'Running' : 'Complete') },
  { name: 'Completions', cell: (object) => `${textOf(status(object)['succeeded'], '0')}/${textOf(spec(object)['completions'], '1')}` },
  { name: 'Duration', cell: (object) => durationOf(status(object)) },
  age,
  ...wideOfTemplate,
];

function durationOf({ startTime, completionTime }: JsonObject): string {
  const end = typeof completionTime === 'string' ? microsOf(completionTime) : null;
  return end === null ? '' : ageOf(startTime, end);
}

function portsText(object: JsonObject): string {
  return orNone(listOf(spec(object)['ports']).map(({ port, protocol }) => `${textOf(port)}/${textOf(protocol, 'TCP')}`));
}

const service: readonly Column[] = [
  { name: 'Type', cell: (object) => textOf(spec(object)['type']) },
  { name: 'Cluster-IP', cell: (object) => textOf(spec(object)['clusterIP'], none) },
  { name: 'External-IP', cell: (object) => textOf(spec(object)['externalName'], none) },
  { name: 'Port(s)', cell: portsText },
  age,
  { name: 'Selector', wide: true, cell: (object) => labelsText(spec(object)['selector']) },
];

const ingress: readonly Column[] = [
  { name: 'Class', cell: (object) => textOf(spec(object)['ingressClassName'], none) },
  {
    name: 'Hosts',
    cell: (object) =>
      listOf(spec(object)['rules'])
        .map(({ host }) => textOf(host, '*'))
        .join(',') || '*',
  },
  { name: 'Address', cell: () => '' },
  { name: 'Ports', cell: (object) => (countOf(spec(object)['tls']) > 0 ? '80, 443' : '80') },
  age,
];

const claim: readonly Column[] = [
  { name: 'Status', cell: (object) => textOf(status(object)['phase'], 'Pending') },
  { name: 'Volume', cell: (object) => textOf(spec(object)['volumeName']) },
  { name: 'Capacity', cell: (object) => textOf(asObject(status(object)['capacity'])?.['storage']) },
  { name: 'Access Modes', cell: (object) => listOf(spec(object)['accessModes']).join(',') },
  { name: 'StorageClass', cell: (object) => textOf(spec(object)['storageClassName']) },
  age,
];

function hardText(object: JsonObject, limits: boolean): string {
  const hard = Object.entries(asObject(spec(object)['hard']) ?? {}).filter(([name]) => name.startsWith('limits.') === limits);
  const used = asObject(status(object)['used']);
  return hard.map(([name, value]) => `${name}: ${textOf(used?.[name], '0')}/${textOf(value)}`).join(', ');
}

const quota: readonly Column[] = [
  age,
  { name: 'Request', cell: (object) => hardText(object, false) },
  { name: 'Limit', cell: (object) => hardText(object, true) },
];

function subjects(name: string, kind: string): Column {
  const namesOf = (object: JsonObject): readonly string[] =>
    listOf(object['subjects']).flatMap((each) =>
      each['kind'] === kind
        ? [kind === 'ServiceAccount' ? `${textOf(each['namespace'])}/${textOf(each['name'])}` : textOf(each['name'])]
        : [],
    );
  return { name, wide: true, cell: (object) => namesOf(object).join(', ') };
}

const binding: readonly Column[] = [
  { name: 'Role', cell: ({ roleRef }) => `${textOf(asObject(roleRef)?.['kind'])}/${textOf(asObject(roleRef)?.['name'])}` },
  age,
  subjects('Users', 'User'),
  subjects('Groups', 'Group'),
  subjects('ServiceAccounts', 'ServiceAccount'),
];

const byKind: ReadonlyMap<string, readonly Column[]> = new Map([
  ['Namespace', [{ name: 'Status', cell: (object): Json => textOf(status(object)['phase']) }, age]],
  ['ConfigMap', [{ name: 'Data', cell: (object): Json => countOf(object['data']) + countOf(object['binaryData']) }, age]],
  [
    'Secret',
    [
      { name: 'Type', cell: (object): Json => textOf(object['type']) },
      { name: 'Data', cell: (object): Json => countOf(object['data']) },
      age,
    ],
  ],
  ['Service', service],
  ['ServiceAccount', [{ name: 'Secrets', cell: (object): Json => countOf(object['secrets']) }, age]],
  ['ResourceQuota', quota],
  ['PersistentVolumeClaim', claim],
  ['Deployment', deployment],
  ['Job', job],
  ['Lease', [{ name: 'Holder', cell: (object): Json => textOf(spec(object)['holderIdentity']) }, age]],
  [
    'NetworkPolicy',
    [{ name: 'Pod-Selector', cell: (object): Json => labelsText(asObject(spec(object)['podSelector'])?.['matchLabels']) }, age],
  ],
  ['Ingress', ingress],
  ['Role', [createdAt]],
  ['ClusterRole', [createdAt]],
  ['RoleBinding', binding],
  ['ClusterRoleBinding', binding],
  [
    'ValidatingAdmissionPolicy',
    [
      { name: 'Validations', kind: 'integer', cell: (object): Json => countOf(spec(object)['validations']) },
      { name: 'ParamKind', cell: (object): Json => textOf(asObject(spec(object)['paramKind'])?.['kind'], '<unset>') },
      age,
    ],
  ],
  [
    'ResourceBundleState',
    [
      { name: 'Ready', kind: 'boolean', cell: (object): Json => status(object)['ready'] === true },
      { name: 'Resources', kind: 'integer', cell: (object): Json => status(object)['resourceCount'] ?? 0 },
      age,
    ],
  ],
  ['CustomResourceDefinition', [createdAt]],
]);

/** The columns after the name. */
export function columnsOf({ kind }: ResourceType): readonly Column[] {
  return byKind.get(kind) ?? [age];
}
