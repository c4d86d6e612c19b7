// The observers of a server: one list-watch for each kind in use, over owned objects in all namespaces. What they see becomes readiness reports and, in
// `drift.ts`, repairs. Losing one costs nothing but a new list.
import { asObject, type JsonObject, parseJson, textOf } from '../../world/index.js';
import { isOutage, listIn } from './answered.js';
import { startCall } from './call.js';
import { metadataOf, ownerOf } from './compare.js';
import { tell } from './report.js';
import { kindPath, ownedQuery, readRequest, watchQuery } from './request.js';
import { placeOf, resourceOf } from './resource-path.js';
import { toldOf } from './select-item.js';
import { sweepAll } from './sweep-all.js';
import { type Holding, noSetback, type Observed, type Observer, type PendingCall } from './syncer-state.js';
import { setBack, type Turn, waitingClock } from './turn.js';

/** A watch is ended by the cluster after so long and taken up again, so that one that died in silence is noticed. */
const WATCH_SECONDS = 5;
/** Watched where nothing is wanted, and nothing was: its end says that the cluster was away, and may have come back as it was before. */
const sentinel = kindPath('v1', 'Namespace');
const NEWLINE = 10;

/** Has an observer for each kind that is wanted present. */
export function observeAll(turn: Turn, holding: Holding): void {
  const collections = new Set<string>();
  for (const item of holding.items) {
    if (item.want === 'absent') continue;
    collections.add(placeOf(item.resource).everywhere);
  }
  const [known = sentinel] = holding.observers.keys();
  if (collections.size === 0) collections.add(known);
  for (const collection of collections) {
    const observer = holding.observers.get(collection) ?? newObserver(collection);
    if (observer.call === null && !observer.stopped && observer.setback.notBefore <= waitingClock(turn)) list(turn, holding, observer);
  }
}

function newObserver(collection: string): Observer {
  return {
    collection,
    call: null,
    synced: false,
    revision: '',
    setback: noSetback,
    heard: false,
    barren: 0,
    stopped: false,
    objects: new Map(),
  };
}

function list(turn: Turn, holding: Holding, observer: Observer): void {
  const { collection } = observer;
  const call = startCall(
    turn,
    holding.server,
    { for: 'list', collection },
    readRequest(collection + ownedQuery),
    turn.state.timings.clusterTimeout,
  );
  holding.observers.set(collection, { ...observer, call });
}

function watch(turn: Turn, holding: Holding, observer: Observer): void {
  const { collection, revision } = observer;
  const silence = WATCH_SECONDS * 1_000_000 + turn.state.timings.clusterTimeout;
  const call = startCall(
    turn,
    holding.server,
    { for: 'watch', collection },
    readRequest(collection + watchQuery(revision, WATCH_SECONDS)),
    silence,
  );
  holding.observers.set(collection, { ...observer, call, heard: false });
}

/** The answer to a list: what is there now, and a watch from then on. */
export function takeList(turn: Turn, holding: Holding, collection: string, pending: PendingCall): void {
  const observer = holding.observers.get(collection);
  if (observer === undefined) return;
  const body = listIn(pending, turn.rules);
  if (body === null) {
    const stopped = turn.rules.afterList === 'stop';
    return void holding.observers.set(collection, { ...observer, call: null, stopped, setback: setBack(turn, observer.setback) });
  }
  const objects = new Map<string, Observed>();
  for (const object of listedObjects(body)) objects.set(resourceOf(object), observedOf(object));
  const revision = String(asObject(body['metadata'])?.['resourceVersion'] ?? '');
  watch(turn, holding, { ...observer, synced: true, revision, setback: noSetback, objects });
  reportReadiness(turn, holding);
}

/** The objects of a list, which name their kind only in its head. */
export function listedObjects(list: JsonObject): readonly JsonObject[] {
  const items = Array.isArray(list['items']) ? (list['items'] as readonly JsonObject[]) : [];
  const kind = String(list['kind']).replace(/List$/, '');
  return items.map((item) => ({ apiVersion: list['apiVersion'] ?? '', kind, ...item }));
}

export function observedOf(object: JsonObject): Observed {
  const { uid, resourceVersion } = metadataOf(object);
  return { object, uid: String(uid), revision: Number(resourceVersion), compared: null };
}

/** Parts of a watch: whole lines are taken, the rest is left. @returns the bytes that are left */
export function takeWatch(turn: Turn, holding: Holding, collection: string, pending: PendingCall, over: boolean): Uint8Array {
  const observer = holding.observers.get(collection);
  if (observer === undefined) return new Uint8Array(0);
  const cut = pending.status === 200 ? pending.bytes.lastIndexOf(NEWLINE) + 1 : 0;
  let expired = pending.status === 410;
  let { revision, heard } = observer;
  for (const line of cut === 0 ? [] : textOf(pending.bytes.subarray(0, cut)).split('\n')) {
    const event = asObject(parseJson(line));
    const object = asObject(event?.['object']);
    if (event === null || object === null) continue;
    if (event['type'] === 'ERROR') expired = true;
    else {
      heard = true;
      if (Number(metadataOf(object)['resourceVersion']) <= Number(observer.revision)) continue;
      takeEvent(observer, String(event['type']), object);
      revision = String(metadataOf(object)['resourceVersion'] ?? revision);
    }
  }
  const next = { ...observer, revision, heard, barren: heard ? 0 : observer.barren };
  holding.observers.set(collection, next);
  if (over || expired) endWatch(turn, holding, next, expired ? 'expired' : pending.status === 200 ? 'ended' : 'broken', pending.status);
  reportReadiness(turn, holding);
  return pending.bytes.subarray(cut);
}

function takeEvent(observer: Observer, type: string, object: JsonObject): void {
  if (type === 'BOOKMARK') return;
  const resource = resourceOf(object);
  const known = observer.objects.get(resource);
  const seen = observedOf(object);
  if (known !== undefined && known.revision > seen.revision) return;
  if (type === 'DELETED') observer.objects.delete(resource);
  else observer.objects.set(resource, seen);
}

function endWatch(turn: Turn, holding: Holding, observer: Observer, end: 'expired' | 'broken' | 'ended', status: number): void {
  const isBarren = !observer.heard && !isOutage(status);
  const next = turn.rules.afterWatch(isBarren && end === 'ended' ? 'broken' : end);
  const idle: Observer = { ...observer, call: null, barren: isBarren ? observer.barren + 1 : observer.barren };
  if (end === 'broken') sweepAll(holding);
  if (next === 'stop') holding.observers.set(observer.collection, { ...idle, stopped: true });
  else if (next === 'resume') watch(turn, holding, idle);
  else if (isOutage(status)) wait(turn, holding, idle, observer.setback.count);
  else if (idle.barren > 1) wait(turn, holding, idle, idle.barren - 2);
  else list(turn, holding, { ...idle, synced: false });
}

/** Lists anew later: a cluster that ends each watch at once is not asked without a pause. */
function wait(turn: Turn, holding: Holding, idle: Observer, count: number): void {
  holding.observers.set(idle.collection, { ...idle, synced: false, setback: setBack(turn, { count, notBefore: 0 }) });
}

/** What was just written counts as seen, so that the observer's lag is not taken for drift. */
export function noteWritten(_turn: Turn, holding: Holding, resource: string, live: JsonObject | null): void {
  const observer = holding.observers.get(placeOf(resource).everywhere);
  if (observer === undefined) return;
  if (live === null) return void observer.objects.delete(resource);
  const known = observer.objects.get(resource);
  const seen = observedOf(live);
  if (known === undefined || known.revision < seen.revision) observer.objects.set(resource, seen);
}

/** Tells which done items became ready, or are no longer: also that of an item on hold was taken away, for nobody will put it back. */
export function reportReadiness(turn: Turn, holding: Holding): void {
  for (const item of holding.items) {
    if (item.want === 'absent') continue;
    const told = toldOf(holding, item);
    const isApplied = told === null ? item.done : told.status === 'Applied';
    if (!isApplied) continue;
    const observer = holding.observers.get(placeOf(item.resource).everywhere);
    const observed = observer?.objects.get(item.resource);
    if (observed === undefined && observer?.synced !== true) continue;
    const isThere = observed !== undefined && ownerOf(observed.object) === item.context;
    const ready = isThere && turn.rules.isReady(observed.object);
    if (ready !== (told?.ready ?? item.ready)) tell(holding, item, 'Applied', ready, isThere ? '' : 'MISSING');
  }
}
