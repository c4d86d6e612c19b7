import { asObject } from '../../world/index.js';
import type { Stored } from './cluster-state.js';
import { metadataOf } from './stored.js';

/** Whether the object does what it is for. Only Deployments and Jobs take their time. */
export function readinessOf({ type, object, deleting }: Stored): boolean {
  if (deleting) return false;
  const status = asObject(object['status']) ?? {};
  if (type.kind === 'Job') return status['completionTime'] !== undefined;
  if (type.kind !== 'Deployment') return true;
  const replicas = asObject(object['spec'])?.['replicas'];
  return status['observedGeneration'] === metadataOf(object)['generation'] && (status['readyReplicas'] ?? 0) === replicas;
}
