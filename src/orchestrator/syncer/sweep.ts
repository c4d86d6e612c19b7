// The ownership sweep: owned objects that nobody wants are deleted. They are listed first and the managers asked afterwards, since an object that is wanted may
// appear at any time, but one that was there before nobody wanted it is nobody's.
import type { JsonObject } from '../../world/index.js';
import { resourceTypes } from '../cluster/index.js';
import type { Answer, WorkItem } from '../wire/command.js';
import { askManager, serversOf } from './ask.js';
import { listIn } from './answered.js';
import { startCall } from './call.js';
import { metadataOf, ownerOf } from './compare.js';
import { nextFence } from './fence.js';
import { listedObjects } from './observe.js';
import { deleteOptions, kindPath, ownedQuery, readRequest, writeRequest } from './request.js';
import { placeOf, resourceOf } from './resource-path.js';
import { resync, versionOf } from './resync.js';
import { neverCounted, sweepAll } from './sweep-all.js';
import type { SyncerRules } from './syncer-rules.js';
import type { Found, Holding, PendingCall, Sweep } from './syncer-state.js';
import type { Turn } from './turn.js';

const everyCollection: readonly string[] = resourceTypes.map(({ apiVersion, kind }) => kindPath(apiVersion, kind));

/** Begins a sweep when it is time, and takes the next of its steps that can be taken. */
export function continueSweep(turn: Turn, holding: Holding): void {
  const { state, rules, env } = turn;
  if (holding.sweep === null) {
    if (holding.sweepAt > env.now || rules.sweep.length === 0) return;
    holding.sweep = {
      number: holding.sweepCount,
      step: 0,
      unlisted: rules.isFullSweep(holding.sweepCount) ? everyCollection : inUse(holding),
      found: [],
      wanted: null,
      call: null,
    };
    state.counts.sweeps += 1;
    holding.sweepAt = env.now + state.timings.sweepEvery;
  }
  if (holding.sweep.call !== null) return;
  const step = rules.sweep[holding.sweep.step];
  if (step === undefined) endSweep(holding, holding.sweep);
  else if (step === 'list') listNext(turn, holding, holding.sweep);
  else if (step === 'ask') askManager(turn, `sweep ${holding.server}`, { type: 'query', query: { ask: 'work', holder: state.id } });
}

/** At least one, so that a cluster that went back is noticed. */
function inUse({ used, observers }: Holding): readonly string[] {
  const collections = [...new Set([...used, ...observers.keys()])];
  return collections.length === 0 ? everyCollection.slice(0, 1) : collections;
}

/** One that was abandoned, missed a kind or was refused does not count: what it should have listed, the next one does. */
function endSweep(holding: Holding, { number }: Sweep): void {
  holding.sweep = null;
  if (number === holding.sweepCount) holding.sweepCount += 1;
}

/** A cluster whose versions went back was restored, and holds what this epoch never used. */
function noteVersion(turn: Turn, holding: Holding, collection: string, list: JsonObject): void {
  const version = versionOf(list);
  if (version < (holding.sweptVersions.get(collection) ?? 0)) {
    sweepAll(holding);
    holding.sweepAt = turn.env.now;
  }
  holding.sweptVersions.delete(collection);
  holding.sweptVersions.set(collection, version);
}

function listNext(turn: Turn, holding: Holding, sweep: Sweep): void {
  const [collection, ...unlisted] = sweep.unlisted;
  if (collection === undefined) return advance(turn, holding, sweep);
  const role = { for: 'sweep', collection } as const;
  const call = startCall(turn, holding.server, role, readRequest(collection + ownedQuery), turn.state.timings.clusterTimeout);
  holding.sweep = { ...sweep, unlisted, call };
}

function advance(turn: Turn, holding: Holding, sweep: Sweep): void {
  holding.sweep = { ...sweep, step: sweep.step + 1, call: null };
  continueSweep(turn, holding);
}

/** A kind that the cluster does not serve has no objects. One that it does not list is missed, since others must not wait for it; silence ends the sweep. */
export function takeSwept(turn: Turn, holding: Holding, collection: string, pending: PendingCall): void {
  const { sweep } = holding;
  if (sweep === null) return;
  const list = listIn(pending, turn.rules);
  if (pending.status === 0) return abandonSweep(holding);
  if (list !== null) noteVersion(turn, holding, collection, list);
  if (list !== null && turn.rules.resyncs) resync(turn, holding, collection, list);
  const found = list === null ? [] : listedObjects(list).flatMap(foundOf);
  const missed = list === null && pending.status !== 404 ? { number: neverCounted } : {};
  holding.sweep = { ...(holding.sweep ?? sweep), ...missed, call: null, found: [...sweep.found, ...found] };
  continueSweep(turn, holding);
}

export function abandonSweep(holding: Holding): void {
  holding.sweep = null;
}

function foundOf(object: Parameters<typeof ownerOf>[0]): readonly Found[] {
  const owner = ownerOf(object);
  const { uid, deletionTimestamp } = metadataOf(object);
  return owner === null || deletionTimestamp !== undefined ? [] : [{ resource: resourceOf(object), owner, uid: String(uid) }];
}

/** What is wanted now; counts only while the server is ours in the same epoch. */
export function takeWanted(turn: Turn, holding: Holding, answer: Answer): void {
  const { sweep } = holding;
  const work = serversOf(answer)?.find(({ server }) => server === holding.server);
  if (sweep === null) return;
  if (work === undefined || work.holder !== turn.state.id || work.epoch !== holding.epoch) return abandonSweep(holding);
  advance(turn, holding, { ...sweep, wanted: work.items });
}

/** The next object that nobody wants. The sweep ends when there is none. */
export function nextFound(holding: Holding, rules: SyncerRules): Found | null {
  const { sweep } = holding;
  if (sweep === null || rules.sweep[sweep.step] !== 'collect') return null;
  const found = sweep.found.find((each) => isUnwanted(each, sweep.wanted ?? holding.items, rules));
  if (found === undefined) endSweep(holding, sweep);
  return found ?? null;
}

function isUnwanted(found: Found, wanted: readonly WorkItem[], rules: SyncerRules): boolean {
  const item = wanted.find(({ context, resource }) => context === found.owner && resource === found.resource);
  return item === undefined ? rules.collects('nothing', false, false) : rules.collects(item.want, item.done, item.hold);
}

export function startCollect(turn: Turn, holding: Holding, found: Found): void {
  turn.state.counts.collected += 1;
  const request = writeRequest(
    'DELETE',
    placeOf(found.resource).path,
    nextFence(turn, holding),
    deleteOptions(turn.rules.deleteUid(found.uid)),
  );
  holding.job = { do: 'collect', call: startCall(turn, holding.server, { for: 'job' }, request, turn.state.timings.clusterTimeout), found };
}

/** One try in a sweep; what is still there is found by the next, which lists all kinds when this one was refused. */
export function takeCollected(holding: Holding, found: Found, status: number): void {
  const { sweep } = holding;
  if (sweep === null) return;
  const refused = status === 404 || (status >= 200 && status < 300) ? {} : { number: neverCounted };
  holding.sweep = { ...sweep, ...refused, found: sweep.found.filter((each) => each.uid !== found.uid) };
}
