// For tests: what managers do to one object, and who owns what of it then, here and on a Kubernetes API server.
import type { Json, JsonObject } from '../../world/index.js';

export interface ApplyStep {
  readonly by: string;
  readonly how: 'apply' | 'force' | 'merge';
  /** Members besides apiVersion, kind and name. */
  readonly body: JsonObject;
  /** The status; of a conflict also `field manager`, each. */
  readonly answer: string;
  /** Fields by manager and operation. */
  readonly owners?: { readonly [owner: string]: readonly string[] };
  /** Members of the object; `seenOf` says how they are compared. */
  readonly object?: JsonObject;
}

export interface ApplyStory {
  readonly fact: string;
  readonly kind: 'ConfigMap' | 'Deployment';
  readonly steps: readonly ApplyStep[];
}

const containers = (...each: readonly Json[]): JsonObject => ({ template: { metadata: labelled, spec: { containers: each } } });
const labelled: JsonObject = { labels: { app: 'x' } };
const selector: JsonObject = { matchLabels: { app: 'x' } };
const deployed = (more: JsonObject, ...each: readonly Json[]): JsonObject => ({ spec: { selector, ...more, ...containers(...each) } });
const templateOf = (...each: readonly Json[]): JsonObject => ({ spec: { template: { spec: { containers: each } } } });
const appliedLast = (data: JsonObject): JsonObject => ({
  'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', data }),
});
const base = ['.spec.selector', '.spec.template.metadata.labels.app'];
const at = (name: string, ...fields: readonly string[]): readonly string[] => {
  const item = `.spec.template.spec.containers[name="${name}"]`;
  return [item, ...fields.map((field) => item + field), `${item}.name`];
};

export const applyStories: readonly ApplyStory[] = [
  {
    fact: 'what a manager applies is its own, and another is refused, or forces',
    kind: 'ConfigMap',
    steps: [
      { by: 'one', how: 'apply', body: { data: { a: '1', b: '1' } }, answer: '201', owners: { 'one Apply': ['.data.a', '.data.b'] } },
      { by: 'two', how: 'apply', body: { data: { a: '2', c: '2' } }, answer: '409 .data.a one' },
      {
        by: 'two',
        how: 'force',
        body: { data: { a: '2', c: '2' } },
        answer: '200',
        owners: { 'one Apply': ['.data.b'], 'two Apply': ['.data.a', '.data.c'] },
        object: { data: { a: '2', b: '1', c: '2' } },
      },
      { by: 'one', how: 'apply', body: { data: { a: '1', b: '1' } }, answer: '409 .data.a two' },
    ],
  },
  {
    fact: 'the same value may be owned by two, and goes with the last of them',
    kind: 'ConfigMap',
    steps: [
      { by: 'one', how: 'apply', body: { data: { a: '1', b: '1' } }, answer: '201' },
      {
        by: 'two',
        how: 'apply',
        body: { data: { a: '1' } },
        answer: '200',
        owners: { 'one Apply': ['.data.a', '.data.b'], 'two Apply': ['.data.a'] },
      },
      { by: 'one', how: 'apply', body: { data: { b: '1' } }, answer: '200', object: { data: { a: '1', b: '1' } } },
      { by: 'two', how: 'apply', body: { data: { z: '1' } }, answer: '200', object: { data: { b: '1', z: '1', a: null } } },
    ],
  },
  {
    fact: 'an update takes what it changes, and an apply of that is refused',
    kind: 'ConfigMap',
    steps: [
      { by: 'one', how: 'apply', body: { metadata: { labels: { l: '1' } }, data: { a: '1', b: '1' } }, answer: '201' },
      {
        by: 'two',
        how: 'merge',
        body: { metadata: { labels: { l: '2', m: '2' }, annotations: { n: '2' } }, data: { b: null } },
        answer: '200',
        owners: {
          'one Apply': ['.data.a'],
          'two Update': ['.metadata.annotations', '.metadata.annotations.n', '.metadata.labels.l', '.metadata.labels.m'],
        },
      },
      {
        by: 'one',
        how: 'apply',
        body: { metadata: { labels: { l: '1' } }, data: { a: '1', b: '1' } },
        answer: '409 .metadata.labels.l two',
      },
      { by: 'one', how: 'apply', body: { data: { a: '1' } }, answer: '200', object: { metadata: { labels: { l: '2', m: '2' } } } },
    ],
  },
  {
    fact: 'items of a list are owned one by one',
    kind: 'Deployment',
    steps: [
      {
        by: 'one',
        how: 'apply',
        body: deployed({ replicas: 2 }, { name: 'a', image: 'i', env: [{ name: 'e', value: '1' }], ports: [{ containerPort: 80 }] }),
        answer: '201',
        owners: {
          'one Apply': [
            '.spec.replicas',
            ...base,
            ...at('a'),
            ...at('a', '.env[name="e"]', '.env[name="e"].name', '.env[name="e"].value', '.image').slice(1, -1),
            ...at('a', '.ports[containerPort=80,protocol="TCP"]', '.ports[containerPort=80,protocol="TCP"].containerPort').slice(1, -1),
          ],
        },
      },
      {
        by: 'two',
        how: 'apply',
        body: templateOf({ name: 'b', image: 'j' }),
        answer: '200',
        object: templateOf({ name: 'a', image: 'i' }, { name: 'b', image: 'j' }),
        owners: { 'two Apply': at('b', '.image') },
      },
      {
        by: 'two',
        how: 'apply',
        body: templateOf({ name: 'a', image: 'j' }),
        answer: '409 .spec.template.spec.containers[name="a"].image one',
      },
      { by: 'two', how: 'apply', body: { spec: { replicas: 3 } }, answer: '409 .spec.replicas one' },
      {
        by: 'one',
        how: 'apply',
        body: deployed({}, { name: 'c', image: 'i' }, { name: 'a', image: 'i' }),
        answer: '200',
        object: {
          spec: {
            replicas: 1,
            template: { spec: { containers: [{ name: 'c' }, { name: 'a', env: null, ports: null }, { name: 'b', image: 'j' }] } },
          },
        },
      },
      {
        by: 'one',
        how: 'apply',
        body: deployed({}, { name: 'a', image: 'i' }),
        answer: '200',
        object: templateOf({ name: 'a' }, { name: 'b' }),
      },
      { by: 'two', how: 'apply', body: {}, answer: '200', object: templateOf({ name: 'a' }) },
    ],
  },
  {
    fact: 'an applied order stands, and what others added keeps its place',
    kind: 'Deployment',
    steps: [
      { by: 'one', how: 'apply', body: deployed({}, { name: 'a', image: 'i' }, { name: 'b', image: 'i' }), answer: '201' },
      {
        by: 'two',
        how: 'merge',
        body: deployed({}, { name: 'a', image: 'i' }, { name: 'x', image: 'i' }, { name: 'b', image: 'i' }),
        answer: '200',
      },
      {
        by: 'one',
        how: 'apply',
        body: deployed({}, { name: 'b', image: 'i' }, { name: 'a', image: 'i' }),
        answer: '200',
        object: templateOf({ name: 'x' }, { name: 'b' }, { name: 'a' }),
      },
    ],
  },
  {
    fact: 'a new item comes after what only others have',
    kind: 'Deployment',
    steps: [
      { by: 'one', how: 'apply', body: deployed({}, { name: 'a', image: 'i' }), answer: '201' },
      { by: 'two', how: 'apply', body: templateOf({ name: 'x', image: 'i' }), answer: '200' },
      {
        by: 'one',
        how: 'apply',
        body: deployed({}, { name: 'a', image: 'i' }, { name: 'n', image: 'i' }),
        answer: '200',
        object: templateOf({ name: 'a' }, { name: 'x' }, { name: 'n' }),
      },
    ],
  },
  {
    fact: 'an item goes with its last owner, whatever others wrote into it',
    kind: 'Deployment',
    steps: [
      { by: 'one', how: 'apply', body: deployed({}, { name: 'a', image: 'i' }, { name: 'b', image: 'i', env: [] }), answer: '201' },
      {
        by: 'two',
        how: 'merge',
        body: deployed({}, { name: 'a', image: 'j', env: [{ name: 'e', value: '1' }] }, { name: 'b', image: 'i' }),
        answer: '200',
      },
      {
        by: 'one',
        how: 'apply',
        body: deployed({}, { name: 'b', image: 'i' }),
        answer: '200',
        object: templateOf({ name: 'b', image: 'i' }),
      },
    ],
  },
  {
    fact: 'kubectl takes over what it applied from its own side and nobody changed since',
    kind: 'ConfigMap',
    steps: [
      {
        by: 'client',
        how: 'apply',
        body: { metadata: { annotations: appliedLast({ a: '1', b: '1' }) }, data: { a: '1', b: '2' } },
        answer: '201',
      },
      { by: 'other', how: 'apply', body: { data: { a: '2' } }, answer: '409 .data.a client' },
      { by: 'kubectl', how: 'apply', body: { data: { a: '2', b: '3' } }, answer: '409 .data.b client' },
      { by: 'kubectl', how: 'apply', body: { data: { a: '2' } }, answer: '200', owners: { 'kubectl Apply': ['.data.a'] } },
    ],
  },
  {
    fact: 'finalizers are a set',
    kind: 'ConfigMap',
    steps: [
      {
        by: 'one',
        how: 'apply',
        body: { metadata: { finalizers: ['a.b/c'] } },
        answer: '201',
        owners: { 'one Apply': ['.metadata.finalizers[="a.b/c"]'] },
      },
      {
        by: 'two',
        how: 'apply',
        body: { metadata: { finalizers: ['d.e/f'] } },
        answer: '200',
        object: { metadata: { finalizers: ['a.b/c', 'd.e/f'] } },
      },
      {
        by: 'one',
        how: 'apply',
        body: {},
        answer: '200',
        object: { metadata: { finalizers: ['d.e/f'] } },
        owners: { 'two Apply': ['.metadata.finalizers[="d.e/f"]'] },
      },
    ],
  },
  {
    fact: 'a list without keys for all, or with one twice, is refused',
    kind: 'Deployment',
    steps: [
      { by: 'one', how: 'apply', body: deployed({}, { name: 'a', image: 'i' }), answer: '201' },
      { by: 'one', how: 'apply', body: deployed({}, { image: 'i' }), answer: '4xx' },
      { by: 'one', how: 'apply', body: deployed({}, { name: 'a', image: 'i' }, { name: 'a', image: 'j' }), answer: '4xx' },
    ],
  },
  {
    fact: 'a stale version is refused',
    kind: 'ConfigMap',
    steps: [
      { by: 'one', how: 'apply', body: { data: { a: '1' } }, answer: '201' },
      { by: 'one', how: 'apply', body: { metadata: { resourceVersion: '1' }, data: { a: '2' } }, answer: '409' },
    ],
  },
];
