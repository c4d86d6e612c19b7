import { asObject, type JsonObject } from '../../world/index.js';
import { ownerLabel, resourceAnnotation } from '../wire/command.js';

/** The order in which kinds are applied; what is not here is not deployed. Only a logical cloud makes namespaces. */
const orders: ReadonlyMap<string, number> = new Map([
  ['ConfigMap', 1],
  ['Secret', 1],
  ['ResourceQuota', 1],
  ['NetworkPolicy', 1],
  ['NetworkChaining', 1],
  ['Service', 2],
  ['Deployment', 3],
  ['Job', 4],
]);

export interface Owned {
  /** `apiVersion/Kind/namespace/name`. */
  readonly resource: string;
  readonly order: number;
  readonly manifest: JsonObject;
}

/** The object in the namespace and under the owner that it is deployed for, or a stable word for why it cannot be. */
export function ownObject(object: JsonObject, namespace: string, context: string): Owned | { readonly reason: string } {
  const { apiVersion, kind } = object;
  const metadata = asObject(object['metadata']);
  const name = metadata?.['name'];
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || metadata === null || typeof name !== 'string' || name === '')
    return { reason: 'OBJECT_MALFORMED' };
  const order = orders.get(kind);
  if (order === undefined) return { reason: 'KIND_UNSUPPORTED' };
  return labelled(object, metadata, `${apiVersion}/${kind}/${namespace}/${name}`, { namespace }, context, order);
}

/** An object of no namespace. */
export function ownClusterObject(object: JsonObject & { readonly metadata: { readonly name: string } }, context: string): Owned {
  const { apiVersion, kind, metadata } = object;
  return labelled(object, metadata, `${String(apiVersion)}/${String(kind)}//${metadata.name}`, {}, context, 1);
}

/** The namespace of a logical cloud. */
export function ownNamespace(name: string, labels: JsonObject, context: string): Owned {
  return labelled({ apiVersion: 'v1', kind: 'Namespace' }, { name, labels }, `v1/Namespace//${name}`, {}, context, 0);
}

function labelled(object: JsonObject, metadata: JsonObject, resource: string, place: JsonObject, context: string, order: number): Owned {
  const labels = { ...asObject(metadata['labels']), [ownerLabel]: context };
  const annotations = { ...asObject(metadata['annotations']), [resourceAnnotation]: resource };
  return { resource, order, manifest: { ...object, metadata: { ...metadata, ...place, labels, annotations } } };
}
