import { asObject, type Json } from '../../world/index.js';
import { ownClusterObject, type Owned } from '../package/index.js';
import type { Answer } from '../wire/command.js';
import { refuse } from './answer.js';
import type { Plan } from './change-context.js';
import type { Document } from './document.js';
import { objectNameOf } from './object-name.js';
import { plannedOf } from './planned.js';
import { nameOf } from './shape.js';
import type { State } from './state.js';
import { childDocuments } from './tables.js';

const apiVersion = 'k8s.plugin.opnfv.org/v1alpha1';

/** The networks of a cluster as objects on it. */
export function planNetworks(state: State, cluster: Document, context: string): Plan | Answer {
  const owned = [
    ...childDocuments(state, cluster.key, 'network').map((network) => networkOf('Network', network, context)),
    ...childDocuments(state, cluster.key, 'provider-network').map((network) => networkOf('ProviderNetwork', network, context)),
  ];
  if (owned.length === 0) return refuse('NETWORK_MISSING', { key: cluster.key });
  const resources = owned.map(({ resource }) => resource);
  const twice = resources.find((resource, index) => resources.indexOf(resource) !== index);
  if (twice !== undefined) return refuse('RENDER_FAILED', { app: '', file: '', reason: 'OBJECT_TWICE', resource: twice });
  const planned = plannedOf(state, [cluster.key], '', owned);
  return 'status' in planned ? planned : { planned, labels: [], cloud: null };
}

function networkOf(kind: 'Network' | 'ProviderNetwork', network: Document, context: string): Owned {
  const spec: Json = asObject(asObject(network.body)?.['spec'] ?? null) ?? {};
  return ownClusterObject({ apiVersion, kind, metadata: { name: objectNameOf(nameOf(network.key)) }, spec }, context);
}
