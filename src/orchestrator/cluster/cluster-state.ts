// What an edge cluster knows. Objects are immutable texts with the fields that are looked at often; everything that must outlive a crash is in
// `journal.ts`, the rest (watches, history of events, due times) is made again at boot.
import { hashJson, hashText, type JsonObject, type Micros, mixIn } from '../../world/index.js';
import type { ClusterCounts } from './cluster-counts.js';
import type { Fence } from './fence.js';
import type { Requirement } from './label-selector.js';
import type { ResourceType } from './resource-types.js';
import type { Included } from './table.js';

/** An object as it is stored. Immutable. */
export interface Stored {
  readonly type: ResourceType;
  /** Empty for objects of the whole cluster. */
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** That of the object's last write. */
  readonly revision: number;
  readonly deleting: boolean;
  readonly labels: JsonObject | null;
  readonly object: JsonObject;
  /** `object` as JSON text. */
  readonly text: string;
  readonly hash: number;
}

/** One change, for watches. `before` and `after` are null at creation and at removal. */
export interface HistoryEntry {
  readonly revision: number;
  readonly before: Stored | null;
  readonly after: Stored | null;
  /** Of a removal: `before` as it is told, with the version of the removal. */
  readonly last: Stored | null;
}

/** An open watch. `sent` is the revision up to which its client knows everything. */
export interface Watch {
  readonly type: ResourceType;
  readonly namespace: string;
  readonly name: string | null;
  readonly selector: readonly Requirement[];
  readonly bookmarks: boolean;
  /** What is told of each object as a row of a table; null: the object itself. */
  readonly table: Included | null;
  readonly sent: number;
  /** Nothing more is ever said on it, and nobody ends it. */
  readonly stalled?: true;
}

export interface ClusterState {
  readonly id: string;
  readonly pace: Micros;
  readonly watchHistoryMax: number;
  readonly bodyBytesMax: number;
  /** By `objectKey`. */
  readonly objects: Map<string, Stored>;
  /** The resourceVersion of the last write. */
  revision: number;
  /** The highest fence seen, and what its request was answered. */
  fence: Fence | null;
  /** Lines in the journal since its last snapshot. */
  journalLines: number;
  /** Events after `forgotten`, oldest first. */
  history: HistoryEntry[];
  /** Events up to this revision are no longer in `history`. */
  forgotten: number;
  /** Open watches by call number. */
  readonly watches: Map<number, Watch>;
  /** When the cluster's own controllers look at an object again, by `objectKey`. */
  readonly due: Map<string, Micros>;
  /** The instant for which the controllers' timer is set; null when it is not. */
  timerAt: Micros | null;
  readonly counts: ClusterCounts;
  /** Policies among the objects. */
  policies: readonly Stored[];
  /** How often rules that hold for each nth request were met. */
  readonly met: Map<string, number>;
  /** How often the store was replaced by an older one or an empty one: uids stay unique. */
  incarnation: number;
  /** Copies of the store by name, as journals of one line. */
  readonly backups: Map<string, string>;
}

export function objectKey(type: Pick<ResourceType, 'apiVersion' | 'plural'>, namespace: string, name: string): string {
  return `${type.apiVersion}/${type.plural}/${namespace}/${name}`;
}

export function cloneCluster(state: ClusterState): ClusterState {
  return {
    ...state,
    objects: new Map(state.objects),
    history: state.history.slice(),
    watches: new Map(state.watches),
    due: new Map(state.due),
    counts: new Map(state.counts),
    met: new Map(state.met),
    backups: new Map(state.backups),
  };
}

export function digestCluster(state: ClusterState): number {
  let hash = mixIn(mixIn(hashText(0xc1, state.id), state.revision), state.journalLines);
  for (const [key, stored] of state.objects) hash = mixIn(hashText(hash, key), stored.hash);
  hash = state.fence === null ? mixIn(hash, 0) : hashJson(hash, { ...state.fence });
  for (const [call, watch] of state.watches) hash = mixIn(mixIn(hash, call), watch.sent);
  for (const [key, at] of state.due) hash = mixIn(hashText(hash, key), at);
  for (const [key, count] of state.met) hash = mixIn(hashText(hash, key), count);
  for (const [name, text] of state.backups) hash = hashText(hashText(hash, name), text);
  if (state.incarnation > 0) hash = mixIn(hash, state.incarnation);
  return mixIn(mixIn(hash, state.forgotten), state.timerAt ?? -1) >>> 0;
}
