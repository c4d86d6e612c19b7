// What a syncer knows. Nothing of it must outlive a crash: who holds what and what is wanted is asked of the managers, what is there of the clusters.
import type { JsonObject, Micros, NodeId } from '../../world/index.js';
import type { Ask } from '../wire/message.js';
import type { SyncerCounts } from './syncer-counts.js';
import type { Result, Server, ServerWork, WorkItem } from '../wire/command.js';
import type { Timings } from '../wire/config.js';

/** What an outstanding ask is about; there is one of each at most. */
export type Purpose = 'work' | 'claim' | `report ${Server}` | `sweep ${Server}` | `release ${Server}`;

export interface PendingAsk {
  readonly ask: Ask;
  readonly to: NodeId;
  readonly hops: number;
}

/** What a call to a cluster is for. A watch and a list name the observer by its collection. */
export type CallRole = { readonly for: 'job' } | { readonly for: 'list' | 'watch' | 'sweep'; readonly collection: string };

export interface PendingCall {
  readonly server: Server;
  readonly role: CallRole;
  /** Number of what it does, for what is counted. */
  readonly verb: number;
  /** 0 until the head has come. */
  readonly status: number;
  /** What has come and not been taken. */
  readonly bytes: Uint8Array;
}

/** The one thing that is being done on a server. `item` jobs go from looking to writing. */
export type Job =
  | { readonly do: 'barrier'; readonly call: number }
  | { readonly do: 'item'; readonly call: number; readonly item: WorkItem; readonly phase: 'look' | 'create' | 'update' | 'delete' }
  | { readonly do: 'collect'; readonly call: number; readonly found: Found };

/** The last thing told to the managers about an item. `until`: work answers from this ask on know of it; null while it is on its way. */
export interface Told {
  readonly version: number;
  readonly status: Result['status'];
  readonly ready: boolean;
  readonly reason: string;
  readonly until: number | null;
}

export interface Setback {
  readonly count: number;
  readonly notBefore: Micros;
}

/** An owned object as a sweep listed it. */
export interface Found {
  readonly resource: string;
  readonly owner: string;
  readonly uid: string;
}

/** An owned object as the observer last saw it. `compared`: for which version of its item it was compared, and what came of it. */
export interface Observed {
  readonly object: JsonObject;
  readonly uid: string;
  readonly revision: number;
  readonly compared: { readonly version: number; readonly differs: boolean } | null;
}

/** A list followed by watches, of the owned objects of one collection. */
export interface Observer {
  readonly collection: string;
  readonly call: number | null;
  readonly synced: boolean;
  readonly revision: string;
  readonly setback: Setback;
  /** Whether the open watch has told anything, and how many before it ended, in a row, without a word. */
  readonly heard: boolean;
  readonly barren: number;
  /** Set when the rules end it for good. */
  readonly stopped: boolean;
  /** By resource. */
  readonly objects: Map<string, Observed>;
}

export interface Sweep {
  /** The count of its holding when it began. */
  readonly number: number;
  /** Index into the rules' steps. */
  readonly step: number;
  /** Collections still to be listed. */
  readonly unlisted: readonly string[];
  readonly found: readonly Found[];
  readonly wanted: readonly WorkItem[] | null;
  readonly call: number | null;
}

/** A server that this syncer was granted. */
export interface Holding {
  readonly server: Server;
  readonly epoch: number;
  sequence: number;
  reportSequence: number;
  items: readonly WorkItem[];
  /** Whether earlier requests may still be on their way, so that nothing that is read can be trusted. */
  barrier: boolean;
  job: Job | null;
  /** Items worked since the last work answer. */
  readonly tried: Set<string>;
  readonly told: Map<string, Told>;
  readonly setbacks: Map<string, Setback>;
  /** Since when the gates of items are open, by context and order. */
  readonly openSince: Map<string, Micros>;
  /** Items whose deletion the cluster accepted. */
  readonly going: Set<string>;
  /** Back-off of the whole server. */
  pause: Setback;
  unsent: readonly Result[];
  inFlight: readonly Result[];
  readonly observers: Map<string, Observer>;
  sweep: Sweep | null;
  sweepAt: Micros;
  /** Sweeps that came to their end since all kinds had to be listed last. */
  sweepCount: number;
  /** The version that the last list of each collection in a sweep was of, the latest last. Those of two collections are not comparable. */
  readonly sweptVersions: Map<string, number>;
  /** Collections in use in this epoch. */
  readonly used: Set<string>;
}

export interface SyncerState {
  readonly id: NodeId;
  managers: readonly NodeId[];
  /** The entry that said who they are. */
  managersAt: number;
  readonly timings: Timings;
  /** The manager that is asked next. */
  manager: NodeId;
  askNext: number;
  callNext: number;
  readonly asks: Map<Purpose, PendingAsk>;
  readonly calls: Map<number, PendingCall>;
  readonly holdings: Map<Server, Holding>;
  /** Since when others' servers are free. */
  readonly freeSince: Map<Server, Micros>;
  /** As last answered. */
  listed: readonly ServerWork[];
  /** When a manager last answered; null: never yet. */
  answeredAt: Micros | null;
  readonly counts: SyncerCounts;
  /** It was asked to end, and does so by then; which servers, granted with which epochs, are still to be given back. */
  ending: { readonly by: Micros; readonly releasing: ReadonlyMap<Server, number> } | null;
}

export const noSetback: Setback = { count: 0, notBefore: 0 };

interface Keyed {
  readonly context: string;
  readonly resource: string;
}

const itemKeys = new WeakMap<Keyed, string>();

/** Asked for every item at every turn: it is put together once for each. */
export function itemKey(item: Keyed): string {
  const known = itemKeys.get(item);
  if (known !== undefined) return known;
  const key = `${item.context} ${item.resource}`;
  itemKeys.set(item, key);
  return key;
}

export function newHolding(server: Server, epoch: number, now: Micros): Holding {
  return {
    server,
    epoch,
    sequence: 0,
    reportSequence: 0,
    items: [],
    barrier: true,
    job: null,
    tried: new Set(),
    told: new Map(),
    setbacks: new Map(),
    openSince: new Map(),
    going: new Set(),
    pause: noSetback,
    unsent: [],
    inFlight: [],
    observers: new Map(),
    sweep: null,
    sweepAt: now,
    sweepCount: 0,
    sweptVersions: new Map(),
    used: new Set(),
  };
}
