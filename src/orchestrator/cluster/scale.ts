// The scale subresource: how many replicas a Deployment has, as an object of its own (autoscaling/v1 Scale).
import { asObject, type JsonObject } from '../../world/index.js';
import type { Stored } from './cluster-state.js';
import type { ResourceType } from './resource-types.js';
import { metadataOf } from './stored.js';

const apiVersion = 'autoscaling/v1';
const kind = 'Scale';
export const scaleType: ResourceType = { apiVersion, kind, plural: 'scales', namespaced: true, names: 'subdomain', custom: false };

export function scaleOf({ object, name, namespace, uid, revision }: Stored): JsonObject {
  const spec = asObject(object['spec']) ?? {};
  const labels = Object.entries(asObject(asObject(spec['selector'])?.['matchLabels']) ?? {});
  return {
    kind,
    apiVersion,
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion: String(revision),
      creationTimestamp: metadataOf(object)['creationTimestamp'] ?? null,
    },
    spec: { replicas: spec['replicas'] ?? 1 },
    status: {
      replicas: asObject(object['status'])?.['replicas'] ?? 0,
      selector: labels.map(([key, value]) => `${key}=${String(value)}`).join(','),
    },
  };
}
