// Working one item: look at the object, then write it if it is not as it should be. Every answer ends the job or starts its next request.
import { asObject, type JsonObject, type Request } from '../../world/index.js';
import { type Result, resourceAnnotation, type WorkItem } from '../wire/command.js';
import { type Answered, answeredOf, isOutage } from './answered.js';
import { startCall } from './call.js';
import { differs, metadataOf, ownerOf, preparedManifest, updateOf } from './compare.js';
import { nextFence } from './fence.js';
import { giveUp } from './holding.js';
import { noteWritten } from './observe.js';
import { tell } from './report.js';
import { deleteOptions, writeRequest } from './request.js';
import { placeOf } from './resource-path.js';
import { takeCollected } from './sweep.js';
import { type Holding, itemKey, type Job, noSetback, type PendingCall } from './syncer-state.js';
import { setBack, type Turn } from './turn.js';

type ItemJob = Job & { readonly do: 'item' };

/** Takes the answer to the server's job. */
export function takeJobAnswer(turn: Turn, holding: Holding, pending: PendingCall): void {
  const { job } = holding;
  if (job === null) return;
  holding.job = null;
  const answered = answeredOf(pending, turn.rules);
  if (answered.reason === 'StaleEpoch') return giveUp(turn, holding.server);
  if (isOutage(answered.status)) return suffer(turn, holding, job, answered);
  holding.pause = noSetback;
  if (job.do === 'barrier') holding.barrier = answered.reason === 'StaleSequence';
  else if (job.do === 'collect') takeCollected(holding, job.found, answered.status);
  else takeItemAnswer(turn, holding, job, answered);
}

/** The cluster cannot be reached or is not well: the whole server waits. A request that was not answered may still arrive. */
function suffer(turn: Turn, holding: Holding, job: Job, { status, isForeign }: Answered): void {
  holding.pause = setBack(turn, holding.pause);
  // Somebody is there: what this object meets, the next may not.
  const isAnswered = status !== 0 || isForeign;
  if (isAnswered && job.do === 'item') delay(turn, holding, itemKey(job.item));
  if (isAnswered && job.do === 'collect') takeCollected(holding, job.found, status);
  const wrote = job.do !== 'item' || job.phase !== 'look';
  if (wrote && status === 0 && turn.rules.needsBarrier('broken')) holding.barrier = true;
  const reason = status === 0 ? 'CLUSTER_UNREACHABLE' : `CLUSTER_ANSWERED_${status}`;
  if (job.do === 'item') tell(holding, job.item, 'Retrying', false, reason);
  else for (const item of holding.items) if (!item.done && !item.hold) return tell(holding, item, 'Retrying', false, reason);
}

function takeItemAnswer(turn: Turn, holding: Holding, job: ItemJob, answered: Answered): void {
  if (job.phase === 'delete') takeDeleted(turn, holding, job.item, answered);
  else if (job.phase === 'create' && answered.status === 404 && isNamespaceHeld(holding, job.item))
    fail(turn, holding, job.item, 'Failed', `NAMESPACE_ON_HOLD ${answered.message}`);
  else if (job.phase !== 'look') takeApplied(turn, holding, job.item, answered);
  else if (job.item.want === 'present') lookedForPresent(turn, holding, job.item, answered);
  else lookedForAbsent(turn, holding, job.item, answered);
}

/** Whether nobody will put back the namespace that an object needs: somebody stopped what it belongs to. */
function isNamespaceHeld({ items }: Holding, { resource }: WorkItem): boolean {
  const { namespace } = placeOf(resource);
  return items.some((item) => item.hold && item.want === 'present' && item.resource === `v1/Namespace//${namespace}`);
}

function lookedForPresent(turn: Turn, holding: Holding, item: WorkItem, answered: Answered): void {
  const manifest = asObject(item.manifest);
  if (manifest === null) return fail(turn, holding, item, 'Failed', 'MANIFEST_MISSING');
  const prepared = preparedManifest(manifest);
  const { collection, path } = placeOf(item.resource);
  if (answered.status === 404) return write(turn, holding, item, 'create', (fence) => writeRequest('POST', collection, fence, prepared));
  if (answered.status !== 200) return takeApplied(turn, holding, item, answered);
  const live = answered.object;
  const owner = ownerOf(live);
  if (!turn.rules.mayAdopt(owner, item.context)) return fail(turn, holding, item, 'Failed', `OWNED_BY ${owner ?? ''}`);
  const metadata = metadataOf(live);
  if (metadata['deletionTimestamp'] !== undefined) return;
  if (owner === item.context && !differs(prepared, live)) return succeed(turn, holding, item, 'Applied', live);
  const body = updateOf(prepared, live, turn.rules.updateVersion(String(metadata['resourceVersion'])));
  write(turn, holding, item, 'update', (fence) => writeRequest('PUT', path, fence, body));
}

function lookedForAbsent(turn: Turn, holding: Holding, item: WorkItem, answered: Answered): void {
  const went = answered.status === 404 && holding.going.has(itemKey(item));
  if (went) return succeed(turn, holding, item, 'Deleted', null);
  if (answered.status !== 200) return takeDeleted(turn, holding, item, answered);
  const live = answered.object;
  if (!isOwn(live, item)) return succeed(turn, holding, item, 'Deleted', null);
  const { uid, deletionTimestamp } = metadataOf(live);
  if (deletionTimestamp !== undefined) return void holding.going.add(itemKey(item));
  const options = deleteOptions(turn.rules.deleteUid(String(uid)));
  write(turn, holding, item, 'delete', (fence) => writeRequest('DELETE', placeOf(item.resource).path, fence, options));
}

/** Whether the object is the item's, even if somebody took its label off. */
function isOwn(live: JsonObject, item: WorkItem): boolean {
  const owner = ownerOf(live);
  return owner === item.context || (owner === null && asObject(metadataOf(live)['annotations'])?.[resourceAnnotation] === item.resource);
}

function write(turn: Turn, holding: Holding, item: WorkItem, phase: ItemJob['phase'], request: (fence: string | null) => Request): void {
  const fenced = request(nextFence(turn, holding));
  holding.job = {
    do: 'item',
    call: startCall(turn, holding.server, { for: 'job' }, fenced, turn.state.timings.clusterTimeout),
    item,
    phase,
  };
}

function takeApplied(turn: Turn, holding: Holding, item: WorkItem, { status, reason, message, object }: Answered): void {
  const outcome = turn.rules.applyOutcome(status, reason);
  if (outcome === 'done') return succeed(turn, holding, item, 'Applied', object);
  fail(turn, holding, item, outcome === 'failed' ? 'Failed' : 'Retrying', `${reason} ${message}`);
}

function takeDeleted(turn: Turn, holding: Holding, item: WorkItem, { status, reason, message, object }: Answered): void {
  const accepted = status >= 200 && status < 300;
  const isThere = accepted && object['kind'] !== 'Status';
  if (turn.rules.deleteOutcome(status, isThere ? 'Terminating' : reason) === 'done') return succeed(turn, holding, item, 'Deleted', null);
  if (accepted) holding.going.add(itemKey(item));
  else fail(turn, holding, item, 'Retrying', `${reason} ${message}`);
}

function succeed(turn: Turn, holding: Holding, item: WorkItem, status: 'Applied' | 'Deleted', live: JsonObject | null): void {
  holding.setbacks.delete(itemKey(item));
  holding.going.delete(itemKey(item));
  noteWritten(turn, holding, item.resource, live);
  tell(holding, item, status, live !== null && turn.rules.isReady(live), '');
}

function fail(turn: Turn, holding: Holding, item: WorkItem, status: Result['status'], reason: string): void {
  delay(turn, holding, itemKey(item));
  tell(holding, item, status, false, reason);
}

function delay(turn: Turn, holding: Holding, key: string): void {
  holding.setbacks.set(key, setBack(turn, holding.setbacks.get(key) ?? noSetback));
}
