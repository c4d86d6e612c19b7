// The resources of EMCO v2 that the orchestrator serves: one table for server, validation, OpenAPI and generators.
// Source: emco-base 22.09 (orchestrator/ref-schemas, routers of orchestrator, clm and dcm).

/** Uploads are multipart: `metadata` is the JSON body, `file` the upload. */
export type Upload = 'package' | 'kubeconfig' | null;

export interface KindSpec {
  readonly name: string;
  readonly parent: string | null;
  /** Path of one resource below `/v2`; each `{name}` is one segment. It is also the resource's key. */
  readonly path: string;
  /** Path that is listed and posted to. */
  readonly collection: string;
  readonly upload: Upload;
  /** Whether PUT exists. */
  readonly put: boolean;
  /** Life-cycle calls: POST to path + `/` + verb. */
  readonly verbs: readonly string[];
  /** Whether GET path + `/status` exists. */
  readonly status: boolean;
  /** Body fields, for validation; `name` and `metadata` are implied except for labels. */
  readonly spec: Readonly<Record<string, FieldSpec>>;
}

export interface FieldSpec {
  readonly type: 'name' | 'string' | 'integer' | 'strings' | 'overrides' | 'intent-map' | 'placement' | 'user' | 'labels' | 'any';
  readonly required: boolean;
  /** The only texts that are allowed; absent: any. */
  readonly oneOf?: readonly string[];
  /** A DNS label, as Kubernetes wants it of namespaces: lower-case letters, digits and `-`, at most 63. */
  readonly dnsLabel?: true;
}

/** What every `metadata` holds besides its `name`, and the longest text of each in characters. */
export const metadataLengths: Readonly<Record<string, number>> = { description: 1_024, userData1: 512, userData2: 512 };

/** What a `name` looks like; `+` is not legal, it separates a provider from a cluster. */
export const namePattern = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
export const nameLengthMax = 128;

/** The fields of `spec` in the body of a life-cycle call; calls that are not here take no body. */
export const verbFields: Readonly<Record<string, Readonly<Record<string, FieldSpec>>>> = {
  rollback: { revision: { type: 'string', required: true } },
};

const name = { type: 'name', required: true } as const;
const namespace = { type: 'name', required: false, dnsLabel: true } as const;
const optional = { type: 'string', required: false } as const;
const cav = '/projects/{project}/composite-apps/{composite-app}/{version}';
const dig = `${cav}/deployment-intent-groups/{deployment-intent-group}`;
const cloud = '/projects/{project}/logical-clouds/{logical-cloud}';
const provider = '/cluster-providers/{cluster-provider}';
const none = { upload: null, put: true, verbs: [], status: false, spec: {} } as const;

export const kinds: readonly KindSpec[] = [
  { ...none, name: 'project', parent: null, path: '/projects/{project}', collection: '/projects' },
  {
    ...none,
    name: 'composite-app',
    parent: 'project',
    path: cav,
    collection: '/projects/{project}/composite-apps',
    spec: { compositeAppVersion: name },
  },
  { ...none, name: 'app', parent: 'composite-app', path: `${cav}/apps/{app}`, collection: `${cav}/apps`, upload: 'package' },
  {
    ...none,
    name: 'composite-profile',
    parent: 'composite-app',
    path: `${cav}/composite-profiles/{composite-profile}`,
    collection: `${cav}/composite-profiles`,
  },
  {
    ...none,
    name: 'profile',
    parent: 'composite-profile',
    path: `${cav}/composite-profiles/{composite-profile}/profiles/{profile}`,
    collection: `${cav}/composite-profiles/{composite-profile}/profiles`,
    upload: 'package',
    spec: { app: name },
  },
  {
    ...none,
    name: 'deployment-intent-group',
    parent: 'composite-app',
    path: dig,
    collection: `${cav}/deployment-intent-groups`,
    verbs: ['approve', 'instantiate', 'terminate', 'stop', 'update', 'rollback'],
    status: true,
    spec: { compositeProfile: name, version: name, logicalCloud: name, overrideValues: { type: 'overrides', required: false } },
  },
  {
    ...none,
    name: 'group-intent',
    parent: 'deployment-intent-group',
    path: `${dig}/intents/{group-intent}`,
    collection: `${dig}/intents`,
    spec: { intent: { type: 'intent-map', required: true } },
  },
  {
    ...none,
    name: 'generic-placement-intent',
    parent: 'deployment-intent-group',
    path: `${dig}/generic-placement-intents/{generic-placement-intent}`,
    collection: `${dig}/generic-placement-intents`,
    spec: { logicalCloud: optional },
  },
  {
    ...none,
    name: 'app-intent',
    parent: 'generic-placement-intent',
    path: `${dig}/generic-placement-intents/{generic-placement-intent}/app-intents/{app-intent}`,
    collection: `${dig}/generic-placement-intents/{generic-placement-intent}/app-intents`,
    spec: { app: name, intent: { type: 'placement', required: true } },
  },
  { ...none, name: 'cluster-provider', parent: null, path: provider, collection: '/cluster-providers' },
  {
    ...none,
    name: 'cluster',
    parent: 'cluster-provider',
    path: `${provider}/clusters/{cluster}`,
    collection: `${provider}/clusters`,
    upload: 'kubeconfig',
    put: false,
    verbs: ['forget'],
  },
  {
    ...none,
    name: 'label',
    parent: 'cluster',
    path: `${provider}/clusters/{cluster}/labels/{label}`,
    collection: `${provider}/clusters/{cluster}/labels`,
    spec: {},
  },
  {
    ...none,
    name: 'logical-cloud',
    parent: 'project',
    path: cloud,
    collection: '/projects/{project}/logical-clouds',
    verbs: ['instantiate', 'terminate', 'update'],
    status: true,
    spec: {
      level: { ...optional, oneOf: ['0', '1'] },
      namespace,
      labels: { type: 'labels', required: false },
      user: { type: 'user', required: false },
    },
  },
  {
    ...none,
    name: 'cluster-reference',
    parent: 'logical-cloud',
    path: `${cloud}/cluster-references/{cluster-reference}`,
    collection: `${cloud}/cluster-references`,
    put: false,
    spec: { clusterProvider: name, cluster: name, loadBalancerIP: optional },
  },
  {
    ...none,
    name: 'user-permission',
    parent: 'logical-cloud',
    path: `${cloud}/user-permissions/{user-permission}`,
    collection: `${cloud}/user-permissions`,
    put: false,
    spec: {
      namespace,
      apiGroups: { type: 'strings', required: false },
      resources: { type: 'strings', required: false },
      verbs: { type: 'strings', required: false },
    },
  },
];

/** @throws RangeError when there is no such kind */
export function kindNamed(kind: string): KindSpec {
  const found = kinds.find((each) => each.name === kind);
  if (found === undefined) throw new RangeError(`no kind ${kind}`);
  return found;
}
