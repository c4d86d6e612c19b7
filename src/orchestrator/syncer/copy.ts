import { hashText, mixIn } from '../../world/index.js';
import { cloneCounts } from './syncer-counts.js';
import type { Holding, Observer, SyncerState } from './syncer-state.js';

export function cloneSyncer(state: SyncerState): SyncerState {
  const holdings = new Map([...state.holdings].map(([server, holding]) => [server, cloneHolding(holding)]));
  return {
    ...state,
    asks: new Map(state.asks),
    calls: new Map(state.calls),
    holdings,
    freeSince: new Map(state.freeSince),
    counts: cloneCounts(state.counts),
  };
}

function cloneHolding(holding: Holding): Holding {
  const observers = new Map(
    [...holding.observers].map(([collection, observer]) => [collection, { ...observer, objects: new Map(observer.objects) }]),
  );
  const { tried, told, setbacks, openSince, going, sweptVersions, used } = holding;
  return {
    ...holding,
    observers,
    tried: new Set(tried),
    told: new Map(told),
    setbacks: new Map(setbacks),
    openSince: new Map(openSince),
    going: new Set(going),
    sweptVersions: new Map(sweptVersions),
    used: new Set(used),
  };
}

export function digestSyncer(state: SyncerState): number {
  let hash = mixIn(mixIn(hashText(hashText(0x51, state.id), state.manager), state.askNext), state.callNext);
  hash = mixIn(mixIn(hash, state.managersAt), state.ending?.releasing.size ?? -1);
  for (const [purpose, { to, hops }] of state.asks) hash = mixIn(hashText(hashText(hash, purpose), to), hops);
  for (const [call, { server, status, bytes }] of state.calls)
    hash = mixIn(mixIn(hashText(mixIn(hash, call), server), status), bytes.length);
  for (const [server, since] of state.freeSince) hash = mixIn(hashText(hash, server), since);
  for (const holding of state.holdings.values()) hash = digestHolding(hash, holding);
  return hash >>> 0;
}

function digestHolding(hash: number, holding: Holding): number {
  const { server, epoch, sequence, reportSequence, items, barrier, job, pause, unsent, inFlight } = holding;
  let h = mixIn(mixIn(mixIn(hashText(hash, server), epoch), sequence), reportSequence);
  for (const item of items)
    h = mixIn(mixIn(hashText(h, item.resource), item.version), (item.done ? 1 : 0) + (item.ready ? 2 : 0) + (item.hold ? 4 : 0));
  h = hashText(mixIn(h, (barrier ? 1 : 0) + unsent.length * 2), job === null ? '' : `${job.do} ${job.call}`);
  h = mixIn(mixIn(mixIn(h, pause.count), pause.notBefore), inFlight.length);
  for (const [key, told] of holding.told) h = mixIn(hashText(hashText(h, key), told.status), told.version * 2 + (told.ready ? 1 : 0));
  for (const [key, since] of holding.openSince) h = mixIn(hashText(h, key), since);
  for (const [key, { count, notBefore }] of holding.setbacks) h = mixIn(mixIn(hashText(h, key), count), notBefore);
  for (const set of [holding.tried, holding.going, holding.used]) for (const key of set) h = hashText(h, key);
  for (const observer of holding.observers.values()) h = digestObserver(h, observer);
  return mixIn(
    mixIn(mixIn(mixIn(h, holding.sweepCount), [...holding.sweptVersions.values()].at(-1) ?? 0), holding.sweepAt),
    holding.sweep === null ? -1 : holding.sweep.step * 1_000 + holding.sweep.unlisted.length,
  );
}

function digestObserver(hash: number, observer: Observer): number {
  let h = hashText(hashText(mixIn(hash, observer.call ?? -1), observer.collection), observer.revision);
  for (const [resource, { revision }] of observer.objects) h = mixIn(hashText(h, resource), revision);
  return h;
}
