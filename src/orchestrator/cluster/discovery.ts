import type { Json, JsonObject } from '../../world/index.js';
import { type Answer, answerJson } from './answer.js';
import { definitionType } from './definitions.js';
import { openApi } from './open-api.js';
import { type ResourceType, resourceTypes } from './resource-types.js';

const everyVerb = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const partVerbs = ['get', 'patch', 'update'];
/** What people type instead of the plural. */
const shortNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['namespaces', ['ns']],
  ['configmaps', ['cm']],
  ['services', ['svc']],
  ['serviceaccounts', ['sa']],
  ['resourcequotas', ['quota']],
  ['persistentvolumeclaims', ['pvc']],
  ['deployments', ['deploy']],
  ['networkpolicies', ['netpol']],
  ['ingresses', ['ing']],
  ['customresourcedefinitions', ['crd', 'crds']],
]);
/** What `kubectl get all` gets. */
const inAll: ReadonlySet<string> = new Set(['services', 'deployments', 'jobs']);
const served: readonly ResourceType[] = [...resourceTypes, definitionType];
const groupVersions: readonly string[] = [...new Set(served.map((type) => type.apiVersion))];
const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

const version: JsonObject = {
  major: '1',
  minor: '32',
  gitVersion: 'v1.32.0',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: '',
};

const documents: ReadonlyMap<string, JsonObject> = new Map<string, JsonObject>([
  ['/api', { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }],
  ['/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups: groupVersions.filter((each) => each.includes('/')).map(groupOf) }],
  ['/version', version],
  ...groupVersions.map((each): [string, JsonObject] => [each.includes('/') ? `/apis/${each}` : `/api/${each}`, resourceList(each)]),
  ...groupVersions
    .filter((each) => each.includes('/'))
    .map((each): [string, JsonObject] => [`/apis/${each.split('/')[0] ?? ''}`, { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(each) }]),
  ...openApi(served),
]);

/** By path, for clients that want all groups in one answer. */
const aggregates: ReadonlyMap<string, JsonObject> = new Map([
  ['/api', aggregateOf(['v1'])],
  ['/apis', aggregateOf(groupVersions.filter((each) => each.includes('/')))],
]);

/** The document at `path` by which a client learns what is served; null when there is none. */
export function discover(path: string, accept: string | undefined): Answer | null {
  const aggregate = accept?.includes('as=APIGroupDiscoveryList') && accept.includes('v=v2;') ? aggregates.get(path) : undefined;
  if (aggregate !== undefined) return { status: 200, body: JSON.stringify(aggregate), contentType: aggregated };
  const document = documents.get(path);
  return document === undefined ? null : answerJson(200, document);
}

function groupOf(groupVersion: string): JsonObject {
  const [name = '', version = ''] = groupVersion.split('/');
  const preferred = { groupVersion, version };
  return { name, versions: [preferred], preferredVersion: preferred };
}

function verbsOf(type: ResourceType): readonly string[] {
  return type === definitionType ? ['get', 'list', 'watch'] : everyVerb;
}

function categoriesOf({ plural }: ResourceType): JsonObject {
  return inAll.has(plural) ? { categories: ['all'] } : {};
}

interface Below {
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

function partsOf(type: ResourceType): readonly Below[] {
  const [version = '', group = ''] = type.apiVersion.split('/').toReversed();
  const status = { name: 'status', group, version, kind: type.kind };
  if (type === definitionType) return [];
  return type.kind === 'Deployment' ? [{ name: 'scale', group: 'autoscaling', version: 'v1', kind: 'Scale' }, status] : [status];
}

function resourceList(groupVersion: string): JsonObject {
  const resources = served.filter((type) => type.apiVersion === groupVersion).flatMap(resourcesOf);
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

function resourcesOf(type: ResourceType): readonly Json[] {
  const { plural, namespaced, kind } = type;
  const whole = {
    name: plural,
    singularName: kind.toLowerCase(),
    namespaced,
    kind,
    verbs: verbsOf(type),
    shortNames: shortNames.get(plural) ?? [],
    ...categoriesOf(type),
  };
  const below = partsOf(type).map((part) => ({ singularName: '', namespaced, ...part, name: `${plural}/${part.name}`, verbs: partVerbs }));
  return [whole, ...below];
}

function aggregateOf(versions: readonly string[]): JsonObject {
  const items = versions.map((groupVersion): JsonObject => {
    const [version = '', group] = groupVersion.split('/').toReversed();
    const resources = served.filter((type) => type.apiVersion === groupVersion).map(aggregatedResource);
    return { metadata: group === undefined ? {} : { name: group }, versions: [{ version, resources, freshness: 'Current' }] };
  });
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

function aggregatedResource(type: ResourceType): JsonObject {
  const [version = '', group = ''] = type.apiVersion.split('/').toReversed();
  const subresources = partsOf(type).map(({ name, ...responseKind }) => ({ subresource: name, responseKind, verbs: partVerbs }));
  return {
    resource: type.plural,
    responseKind: { group, version, kind: type.kind },
    scope: type.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: type.kind.toLowerCase(),
    verbs: verbsOf(type),
    shortNames: shortNames.get(type.plural) ?? [],
    ...categoriesOf(type),
    ...(subresources.length === 0 ? {} : { subresources }),
  };
}
