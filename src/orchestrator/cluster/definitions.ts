// The CustomResourceDefinitions of the custom resources that are served. They are documents, not objects: nobody can change them.
import type { JsonObject } from '../../world/index.js';
import type { Stored } from './cluster-state.js';
import { type ResourceType, resourceTypes } from './resource-types.js';
import { storedOf } from './stored.js';

export const definitionType: ResourceType = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
  names: 'subdomain',
  custom: false,
};

const epoch = '1970-01-01T00:00:00Z';

/** By name. */
export const definitions: readonly Stored[] = resourceTypes
  .filter((type) => type.custom)
  .map((type) => storedOf(definitionType, definitionOf(type)))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

function definitionOf({ apiVersion, kind, plural, namespaced }: ResourceType): JsonObject {
  const [group = '', version = ''] = apiVersion.split('/');
  const names = { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List` };
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const versions = [{ name: version, served: true, storage: true, schema, subresources: { status: {} } }];
  const established = {
    type: 'Established',
    status: 'True',
    reason: 'InitialNamesAccepted',
    message: 'the initial names have been accepted',
  };
  const { apiVersion: definitionVersion, kind: definitionKind } = definitionType;
  return {
    apiVersion: definitionVersion,
    kind: definitionKind,
    metadata: { name: `${plural}.${group}`, uid: `definition-${plural}`, resourceVersion: '1', creationTimestamp: epoch },
    spec: { group, names, scope: namespaced ? 'Namespaced' : 'Cluster', versions, conversion: { strategy: 'None' } },
    status: { conditions: [{ ...established, lastTransitionTime: epoch }], acceptedNames: names, storedVersions: [version] },
  };
}
