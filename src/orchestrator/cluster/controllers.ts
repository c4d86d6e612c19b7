// What a cluster does by itself, some time after it was asked: Deployments become ready, Jobs complete, finalized objects go, namespaces empty. All of it can be
// read from the stored objects, so that a restarted cluster takes it up again.
import { asObject, type JsonObject } from '../../world/index.js';
import { admit } from './admission.js';
import { bundleKind, scheduleBundles, settleBundle } from './bundle-state.js';
import type { ClusterState, Stored } from './cluster-state.js';
import { markDeleting, ownFinalizers } from './delete.js';
import { holdersOf, isReleased } from './hold.js';
import { policyPlural } from './policies.js';
import { readinessOf } from './readiness.js';
import { finalizersOf, metadataOf, withMetadata } from './stored.js';
import { timestampOf } from './timestamp.js';
import { remove, schedule, type Turn, write } from './turn.js';
import { ownAs, type Writer } from './writer.js';

/** Their name as field managers. */
const controllers: Writer = { manager: 'kube-controller-manager', named: false };

/** Has the controllers look, one pace later, at everything that waits for them. For boot. */
export function scheduleAll(turn: Turn): void {
  for (const [key, stored] of turn.state.objects) if (isUnsettled(turn.state, stored)) schedule(turn, key);
}

/** The same for what this turn changed. A lifted policy may let namespaces empty. */
export function scheduleChanged(turn: Turn): void {
  const { state } = turn;
  for (const key of turn.changed) {
    const stored = state.objects.get(key);
    if (stored !== undefined && isUnsettled(state, stored)) schedule(turn, key);
    if (stored === undefined) scheduleNamespaceOf(turn, key);
    if (key.includes(`/${policyPlural}/`)) scheduleAll(turn);
  }
  scheduleBundles(turn);
}

/** A removal may have been the last in its namespace. */
function scheduleNamespaceOf(turn: Turn, key: string): void {
  const namespaceKey = `v1/namespaces//${key.split('/').at(-2) ?? ''}`;
  if (turn.state.objects.get(namespaceKey)?.deleting === true) schedule(turn, namespaceKey);
}

/** Does everything that is due. */
export function runDue(turn: Turn): void {
  const { due, objects } = turn.state;
  for (const [key, at] of due) {
    if (at > turn.env.now) continue;
    due.delete(key);
    const stored = objects.get(key);
    if (stored !== undefined && isUnsettled(turn.state, stored)) settle(turn, stored);
  }
}

function isUnsettled(state: ClusterState, stored: Stored): boolean {
  if (stored.deleting) return stored.type.kind === 'Namespace' || finalizersOf(stored.object).some(isTakenOff(state));
  if (stored.type.kind === 'Deployment') return !readinessOf(stored);
  if (stored.type.kind === 'Job') return !readinessOf(stored);
  return stored.type.kind === bundleKind;
}

/** Finalizers that the cluster takes away by itself. */
function isTakenOff(state: ClusterState): (finalizer: string) => boolean {
  return (finalizer) => ownFinalizers.includes(finalizer) || isReleased(state, finalizer);
}

function settle(turn: Turn, stored: Stored): void {
  if (stored.deleting) {
    if (stored.type.kind === 'Namespace') emptyNamespace(turn, stored);
    else finalize(turn, stored);
  } else if (stored.type.kind === bundleKind) settleBundle(turn, stored);
  else if (stored.type.kind === 'Deployment') tell(turn, stored, deploymentStatus(turn, stored.object));
  else tell(turn, stored, jobStatus(turn, stored.object));
}

function tell(turn: Turn, stored: Stored, status: JsonObject): void {
  const own = ownAs(turn, { ...stored, part: 'status' }, controllers);
  write(turn, stored.type, own(stored.object, { ...stored.object, status }));
}

function deploymentStatus(turn: Turn, object: JsonObject): JsonObject {
  const replicas = asObject(object['spec'])?.['replicas'] ?? 1;
  const at = timestampOf(turn.env.wall);
  const condition = { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', lastUpdateTime: at, lastTransitionTime: at };
  return {
    observedGeneration: metadataOf(object)['generation'] ?? 1,
    replicas,
    updatedReplicas: replicas,
    readyReplicas: replicas,
    availableReplicas: replicas,
    conditions: [condition],
  };
}

function jobStatus(turn: Turn, object: JsonObject): JsonObject {
  const at = timestampOf(turn.env.wall);
  const conditions = [{ type: 'Complete', status: 'True', lastProbeTime: at, lastTransitionTime: at }];
  return {
    startTime: metadataOf(object)['creationTimestamp'] ?? at,
    completionTime: at,
    succeeded: asObject(object['spec'])?.['completions'] ?? 1,
    conditions,
  };
}

function finalize(turn: Turn, stored: Stored): void {
  const finalizers = finalizersOf(stored.object).filter((each) => !isTakenOff(turn.state)(each));
  const written = write(turn, stored.type, withMetadata(stored.object, { finalizers }));
  if (finalizers.length === 0 && stored.type.kind !== 'Namespace') remove(turn, written);
}

/** Deletes the contents, as far as policies and finalizers let it, then the namespace. */
function emptyNamespace(turn: Turn, namespace: Stored): void {
  if (finalizersOf(namespace.object).some(isTakenOff(turn.state))) return finalize(turn, namespace);
  for (const stored of contentsOf(turn.state, namespace)) {
    if (stored.deleting || admit(turn, 'delete', stored.type, stored.name) !== null) continue;
    const finalizers = [...finalizersOf(stored.object), ...holdersOf(turn, stored)];
    if (finalizers.length > 0) markDeleting(turn, stored, finalizers);
    else remove(turn, stored);
  }
  if (contentsOf(turn.state, namespace).length === 0 && finalizersOf(namespace.object).length === 0) remove(turn, namespace);
}

function contentsOf(state: ClusterState, namespace: Stored): readonly Stored[] {
  return [...state.objects.values()].filter((stored) => stored.namespace === namespace.name);
}
