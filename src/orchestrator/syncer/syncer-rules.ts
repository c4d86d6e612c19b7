// The integrity-critical decisions of a syncer, as small pure functions and tables. A syncer is constructed with them, so that each can be replaced alone.
import { asObject, type JsonObject } from '../../world/index.js';

/** What one sweep does, in this order. An empty list means that nothing is swept. */
export type SweepStep = 'list' | 'ask' | 'collect';

export interface SyncerRules {
  /**
   * What an answer about a deletion means. `reason` is that of the Kubernetes Status, empty for a success, and `Terminating` for a success whose object is
   * still there (finalizers). `done` says that the object is gone for good.
   */
  deleteOutcome(status: number, reason: string): 'done' | 'retry';
  /** What an answer to a create or update means: `failed` is told to the caller as impossible, `retry` as a delay; both are tried again later. */
  applyOutcome(status: number, reason: string): 'done' | 'retry' | 'failed';
  /**
   * Whether an answer is the cluster's own: an object or a list of objects, or a Status that says so where it failed. What is not was said by somebody
   * between, and counts as no answer.
   */
  believes(status: number, body: JsonObject | null, wanted: 'object' | 'list'): boolean;
  /** Whether what a sweep lists corrects what the watches told. */
  readonly resyncs: boolean;
  /** Whether `context` may write an object that `owner` (null: nobody) owns. */
  mayAdopt(owner: string | null, context: string): boolean;
  /** Whether the cluster says that the object serves. */
  isReady(object: JsonObject): boolean;
  /** In which direction the orders of a context are worked. */
  direction(want: 'present' | 'absent'): 'rising' | 'falling' | 'any';
  /** Whether a server may be worked: `granted` is the epoch that this boot was granted (null: none), `listed` the one that the managers name. */
  mayWork(granted: number | null, listed: number): boolean;
  /** The fence of a mutating request, or null to send none. */
  fenceOf(epoch: number, sequence: number): string | null;
  /** Whether every earlier request must be shut out (by a fenced request without effect) before the cluster is read again after a grant or a lost answer. */
  needsBarrier(after: 'grant' | 'broken'): boolean;
  /** The uid that a deletion insists on, or null to delete whatever has the name. */
  deleteUid(uid: string): string | null;
  /** The resourceVersion that an update insists on, or null to overwrite. */
  updateVersion(resourceVersion: string): string | null;
  /** Whether a `done` item whose object changed is worked again. */
  repairs(drift: 'changed' | 'missing'): boolean;
  readonly sweep: readonly SweepStep[];
  /** Whether the sweep deletes an owned object, by what is wanted of its context and resource. */
  collects(want: 'present' | 'absent' | 'nothing', done: boolean, hold: boolean): boolean;
  /** Whether a syncer that was granted one epoch of a server lost it to whoever has the listed one. */
  loses(granted: number, listed: number): boolean;
  /** Whether a pass over the servers goes on after one that cannot be worked. */
  readonly afterIdle: 'next' | 'stop';
  /** Whether the items behind one that waits for its next try are worked. */
  readonly afterSetback: 'next' | 'stop';
  /** By which of its clocks it measures how long something waits for its next try. */
  readonly waitsBy: 'now' | 'wall';
  /** Whether sweep number `count` of an epoch lists all kinds, or only those that this epoch used. */
  isFullSweep(count: number): boolean;
  /** What happens when a list fails. */
  readonly afterList: 'retry' | 'stop';
  /** What happens when a watch ends. */
  afterWatch(end: 'expired' | 'broken' | 'ended'): 'relist' | 'resume' | 'stop';
}

export const correctSyncerRules: SyncerRules = {
  deleteOutcome: (status, reason) => (status === 404 || (status >= 200 && status < 300 && reason === '') ? 'done' : 'retry'),
  applyOutcome: (status) => (status >= 200 && status < 300 ? 'done' : failedStatuses.has(status) ? 'failed' : 'retry'),
  believes: isOwnWord,
  resyncs: true,
  mayAdopt: (owner, context) => owner === null || owner === context,
  isReady,
  direction: (want) => (want === 'present' ? 'rising' : 'falling'),
  mayWork: (granted, listed) => granted === listed,
  fenceOf: (epoch, sequence) => `${epoch}.${sequence}`,
  needsBarrier: () => true,
  deleteUid: (uid) => uid,
  updateVersion: (resourceVersion) => resourceVersion,
  repairs: () => true,
  sweep: ['list', 'ask', 'collect'],
  collects: (want, done, hold) => want === 'nothing' || (want === 'absent' && done && !hold),
  loses: (granted, listed) => listed > granted,
  afterIdle: 'next',
  afterSetback: 'next',
  waitsBy: 'now',
  isFullSweep: (count) => count % fullSweepEvery === 0,
  afterList: 'retry',
  afterWatch: (end) => (end === 'ended' ? 'resume' : 'relist'),
};

/** Every so many sweeps, and in the first of an epoch, all kinds are listed: only those that an epoch used can have been left late by it. */
const fullSweepEvery = 8;

/** Statuses that the same request will meet again: a malformed, unsupported or invalid object. */
const failedStatuses: ReadonlySet<number> = new Set([400, 405, 413, 415, 422]);

function isOwnWord(status: number, body: JsonObject | null, wanted: 'object' | 'list'): boolean {
  if (body === null || typeof body['kind'] !== 'string') return false;
  if (status >= 300) return body['kind'] === 'Status';
  if (wanted === 'list') return body['kind'].endsWith('List') && Array.isArray(body['items']);
  return body['kind'] !== 'Status' || body['status'] === 'Success';
}

/** Deployments and Jobs are ready when their status says so of the current generation; everything else when it exists and is not going. */
function isReady(object: JsonObject): boolean {
  const metadata = asObject(object['metadata']);
  if (metadata?.['deletionTimestamp'] !== undefined) return false;
  const spec = asObject(object['spec']);
  const status = asObject(object['status']);
  if (object['kind'] === 'Job') return isComplete(status);
  if (object['kind'] !== 'Deployment') return true;
  const wanted = spec?.['replicas'] ?? 1;
  return status !== null && status['observedGeneration'] === metadata?.['generation'] && (status['readyReplicas'] ?? 0) === wanted;
}

function isComplete(status: JsonObject | null): boolean {
  const conditions = status?.['conditions'];
  return (
    Array.isArray(conditions) &&
    conditions.some((condition: JsonObject) => condition['type'] === 'Complete' && condition['status'] === 'True')
  );
}
