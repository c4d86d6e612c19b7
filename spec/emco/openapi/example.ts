// Examples of bodies, made from the table as the schemas are. Names agree: what one example names is what another is called.
import type { FieldSpec, FieldType } from '../kind.js';
import type { BodyShape, RestOperation } from '../operations.js';
import type { Schema } from './schema.js';

/** The name that an example gives to whatever stands at a path parameter or in a field: `logicalCloud` and `logical-cloud` are `logical-cloud-1`. */
export function exampleName(word: string): string {
  const kebab = word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return kebab.endsWith('version') ? 'v1' : `${kebab}-1`;
}

const place = { clusterProvider: exampleName('cluster-provider'), cluster: exampleName('cluster') } as const;

const ofType: Readonly<Record<FieldType, (field: string) => unknown>> = {
  name: exampleName,
  string: (field) => (field === 'revision' ? '1' : exampleName(field)),
  boolean: () => true,
  integer: () => 1,
  strings: (field) => [exampleName(field)],
  cidrs: () => ['10.20.0.0/16'],
  overrides: () => [{ app: exampleName('app'), values: { replicas: '2' } }],
  'intent-map': () => ({ genericPlacementIntent: exampleName('generic-placement-intent') }),
  placement: () => ({ allOf: [place] }),
  user: () => ({ userName: exampleName('user'), type: 'certificate' }),
  labels: () => ({ tier: 'edge' }),
  'label-pair': () => 'app=web',
  selector: () => ({ matchLabels: { app: 'web' } }),
  quantities: () => ({ 'limits.cpu': '400', 'limits.memory': '1000Gi' }),
  'key-values': () => [{ region: 'north' }],
  subnets: () => [{ name: 'subnet-1', subnet: '172.16.33.0/24', gateway: '172.16.33.1/32' }],
  vlan: () => ({ vlanID: '100', providerInterfaceName: 'eth1', logicalInterfaceName: 'eth1.100', vlanNodeSelector: 'any' }),
  any: () => ({}),
};

/** What fields are that are called otherwise than what they name, by kind and field. */
const calledOtherwise: Readonly<Record<string, string>> = {
  'app-dependency.app': 'app-2',
  'logical-cloud.level': '1',
  'sfc-client.sfcIntent': exampleName('network-chain'),
  'deployment-intent-group.targetCompositeAppVersion': 'v2',
  'deployment-intent-group.targetDeploymentIntentGroup': exampleName('deployment-intent-group'),
};

function exampleField(place: string, field: string, { type, oneOf, range }: FieldSpec): unknown {
  return calledOtherwise[place] ?? oneOf?.[0] ?? range?.[0] ?? ofType[type](field);
}

function exampleSpec(kind: string, { spec, wholeSpec }: BodyShape): unknown {
  if (wholeSpec !== null) return exampleField(kind, 'spec', wholeSpec);
  return Object.fromEntries(Object.entries(spec).map(([field, each]) => [field, exampleField(`${kind}.${field}`, field, each)]));
}

/** A body that `operation` accepts; of an upload, the part `metadata`; empty where it takes none. */
export function exampleDocument({ kind, body }: RestOperation): Schema {
  if (body.form === 'label') return { clusterLabel: exampleName(kind) };
  if (body.form === 'backup') return { backup: 1, at: 0, checksum: '0000000000000000', state: {} };
  const hasSpec = body.wholeSpec !== null || Object.keys(body.spec).length > 0;
  const metadata = body.form === 'metadata' ? { metadata: { name: exampleName(kind), description: 'an example' } } : {};
  return { ...metadata, ...(hasSpec ? { spec: exampleSpec(kind, body) } : {}) };
}

/** A path that `operation` has, below `/v2`. */
export function examplePath({ path }: RestOperation): string {
  return path.replace(/\{([^}]+)\}/g, (_all, parameter: string) => exampleName(parameter));
}
