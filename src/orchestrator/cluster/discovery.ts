import type { Json, JsonObject } from '../../world/index.js';
import { type ResourceType, resourceTypes } from './resource-types.js';

const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
/** What people type instead of the plural. */
const shortNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['namespaces', ['ns']],
  ['configmaps', ['cm']],
  ['services', ['svc']],
  ['serviceaccounts', ['sa']],
  ['deployments', ['deploy']],
]);
const groupVersions: readonly string[] = [...new Set(resourceTypes.map((type) => type.apiVersion))];

/** The documents by which a client learns what is served, by path. */
export const discovery: ReadonlyMap<string, JsonObject> = new Map<string, JsonObject>([
  ['/api', { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }],
  ['/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups: groupVersions.filter((each) => each.includes('/')).map(groupOf) }],
  [
    '/version',
    {
      major: '1',
      minor: '32',
      gitVersion: 'v1.32.0',
      gitCommit: '',
      gitTreeState: 'clean',
      buildDate: '1970-01-01T00:00:00Z',
      goVersion: '',
      compiler: '',
      platform: '',
    },
  ],
  ...groupVersions.map((each): [string, JsonObject] => [each.includes('/') ? `/apis/${each}` : `/api/${each}`, resourceList(each)]),
  ...groupVersions
    .filter((each) => each.includes('/'))
    .map((each): [string, JsonObject] => [`/apis/${each.split('/')[0] ?? ''}`, { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(each) }]),
]);

function groupOf(groupVersion: string): JsonObject {
  const [name = '', version = ''] = groupVersion.split('/');
  const preferred = { groupVersion, version };
  return { name, versions: [preferred], preferredVersion: preferred };
}

function resourceList(groupVersion: string): JsonObject {
  const resources = resourceTypes.filter((type) => type.apiVersion === groupVersion).map(resourceOf);
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

function resourceOf(type: ResourceType): Json {
  return {
    name: type.plural,
    singularName: type.kind.toLowerCase(),
    namespaced: type.namespaced,
    kind: type.kind,
    verbs,
    shortNames: shortNames.get(type.plural) ?? [],
  };
}
