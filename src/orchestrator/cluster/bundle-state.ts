// ResourceBundleStates: what EMCO's monitor keeps in an edge cluster. One selects the resources of an app by a label, and its status says how they are; the
// cluster's controllers keep it. Source: EMCO, docs/design/monitor.md.
import { asObject, type Json, type JsonObject } from '../../world/index.js';
import type { ClusterState, Stored } from './cluster-state.js';
import { equalJson } from './json-patch.js';
import { compareStored } from './read.js';
import { readinessOf } from './readiness.js';
import { metadataOf } from './stored.js';
import { schedule, type Turn, write } from './turn.js';

export const bundleKind = 'ResourceBundleState';
/** On every resource of an app in a cluster, and on the bundle that tells of them. */
const deploymentLabel = 'emco/deployment-id';
/** Kinds that have a list of their own in the status, as EMCO's type has them. */
const lists: ReadonlyMap<string, string> = new Map([
  ['Service', 'serviceStatuses'],
  ['ConfigMap', 'configMapStatuses'],
  ['Deployment', 'deploymentStatuses'],
  ['Secret', 'secretStatuses'],
  ['Ingress', 'ingressStatuses'],
  ['Job', 'jobStatuses'],
]);

/** Has the bundles looked at that tell of what this turn changed. */
export function scheduleBundles(turn: Turn): void {
  const { history } = turn.state;
  for (let at = history.length - 1; at >= 0; at--) {
    const entry = history[at];
    if (entry === undefined || entry.revision <= turn.since) return;
    scheduleFor(turn, entry.before);
    if (entry.after?.labels?.[deploymentLabel] !== entry.before?.labels?.[deploymentLabel]) scheduleFor(turn, entry.after);
  }
}

function scheduleFor(turn: Turn, stored: Stored | null): void {
  const id = stored?.labels?.[deploymentLabel];
  if (stored === null || id === undefined || stored.type.kind === bundleKind) return;
  for (const [key, bundle] of turn.state.objects)
    if (bundle.type.kind === bundleKind && bundle.namespace === stored.namespace && idOf(bundle) === id) schedule(turn, key);
}

function idOf({ object, labels }: Stored): Json | undefined {
  const selector = asObject(asObject(object['spec'])?.['selector']);
  return asObject(selector?.['matchLabels'])?.[deploymentLabel] ?? labels?.[deploymentLabel];
}

/** Writes the bundle's status when it is not what is true. */
export function settleBundle(turn: Turn, bundle: Stored): void {
  const status = statusOf(turn.state, bundle);
  if (!equalJson(status, bundle.object['status'])) write(turn, bundle.type, { ...bundle.object, status });
}

function statusOf(state: ClusterState, bundle: Stored): JsonObject {
  const id = idOf(bundle);
  const members = id === undefined ? [] : [...state.objects.values()].filter((stored) => isMember(stored, bundle, id)).sort(compareStored);
  const resources = members.map((stored) => {
    const [version = '', group = ''] = stored.type.apiVersion.split('/').toReversed();
    return { group, version, kind: stored.type.kind, name: stored.name, namespace: stored.namespace, ready: readinessOf(stored) };
  });
  const detailed = [...lists].map(([kind, list]): readonly [string, Json] => [
    list,
    members.filter(({ type }) => type.kind === kind).map(briefOf),
  ]);
  return {
    ready: resources.length > 0 && resources.every(({ ready }) => ready),
    resourceCount: resources.length,
    ...(Object.fromEntries(detailed.filter(([, items]) => Array.isArray(items) && items.length > 0)) as JsonObject),
    resourceStatuses: resources,
  };
}

const isMember = (stored: Stored, bundle: Stored, id: Json): boolean =>
  stored.labels?.[deploymentLabel] === id && stored.namespace === bundle.namespace && stored.type.kind !== bundleKind;

/** The object without what may be secret or long. */
function briefOf({ type, name, namespace, object }: Stored): JsonObject {
  const metadata = { name, namespace, labels: metadataOf(object)['labels'] ?? {} };
  return { apiVersion: type.apiVersion, kind: type.kind, metadata, status: object['status'] ?? {} };
}
