// What a logical cloud is, read from its document, what is inside it, and its context.
import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { ownNamespace, ownObject, type Owned } from '../package/index.js';
import type { Answer, Key } from '../wire/command.js';
import { refuse } from './answer.js';
import type { Plan } from './change-context.js';
import { type Context, isReleased } from './context.js';
import type { Document } from './document.js';
import { specOf, textField } from './field.js';
import { objectNameOf } from './object-name.js';
import { plannedOf } from './planned.js';
import { nameOf } from './shape.js';
import type { State } from './state.js';
import { childDocuments } from './tables.js';

/** Where level 0 deploys to; no cloud of level 1 may have it. */
export const sharedNamespace = 'default';

export function levelOf(body: Json): '0' | '1' {
  return String(specOf(body)['level']) === '0' ? '0' : '1';
}

/** Empty for a cloud of level 1 that names none. */
export function namespaceOf(body: Json): string {
  return levelOf(body) === '0' ? sharedNamespace : (textField(specOf(body), 'namespace') ?? '');
}

/** What a cloud wants on each cluster that it refers to. */
export function planCloud(state: State, cloud: Document, context: string): Plan | Answer {
  const references = childDocuments(state, cloud.key, 'cluster-reference');
  if (references.length === 0) return refuse('CLOUD_EMPTY', { key: cloud.key });
  const quotas = childDocuments(state, cloud.key, 'cluster-quota');
  if (quotas.length > 0 && levelOf(cloud.body) === '0') return refuse('QUOTA_NOT_ALLOWED', { key: quotas[0]?.key ?? '' });
  const owned = [...objectsOf(state, cloud, context), ...quotas.map((quota) => quotaOf(quota, namespaceOf(cloud.body), context))];
  const clusters = new Set<Key>();
  for (const reference of references) {
    const spec = specOf(reference.body);
    clusters.add(`/cluster-providers/${String(spec['clusterProvider'])}/clusters/${String(spec['cluster'])}`);
  }
  const planned = plannedOf(state, [...clusters].sort(), '', owned);
  return Array.isArray(planned) ? { planned, labels: [], cloud: null } : (planned as Answer);
}

/** Whether someone may work in the cloud's own namespace. Level 0 needs nobody. */
export function hasPermission(state: State, cloud: Document): boolean {
  if (levelOf(cloud.body) === '0') return true;
  const own = namespaceOf(cloud.body);
  return childDocuments(state, cloud.key, 'user-permission').some(
    (permission) => (textField(specOf(permission.body), 'namespace') ?? own) === own,
  );
}

/** The clusters that a cloud's context holds. */
export function clustersOf(context: Context): ReadonlySet<Key> {
  const clusters = new Set<Key>();
  for (const item of context.items)
    if (item.work.want === 'present' && !item.stale && !isReleased(item)) clusters.add(item.planned.cluster);
  return clusters;
}

function objectsOf(state: State, cloud: Document, context: string): readonly Owned[] {
  const namespace = namespaceOf(cloud.body);
  const presence = presenceOf(state, cloud, namespace, context);
  if (levelOf(cloud.body) === '0') return [presence];
  return [ownNamespace(namespace, asObject(specOf(cloud.body)['labels']) ?? {}, context), presence];
}

function quotaOf(quota: Document, namespace: string, context: string): Owned {
  const name = objectNameOf(nameOf(quota.key));
  const owned = ownObject(
    { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec: { hard: specOf(quota.body) } },
    namespace,
    context,
  );
  if ('reason' in owned) throw new RangeError('a ResourceQuota is an object');
  return owned;
}

/** A ConfigMap that says which cloud this is and who may do what in it. */
function presenceOf(state: State, cloud: Document, namespace: string, context: string): Owned {
  const permissions = childDocuments(state, cloud.key, 'user-permission').map((permission) => permission.body);
  const data: JsonObject = {
    cloud: cloud.key,
    level: levelOf(cloud.body),
    permissions: JSON.stringify(permissions),
    user: JSON.stringify(specOf(cloud.body)['user'] ?? null),
  };
  const owned = ownObject(
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `logical-cloud-${context}` }, data },
    namespace,
    context,
  );
  if ('reason' in owned) throw new RangeError('a ConfigMap is an object');
  return owned;
}
