// A context is what one incarnation of a deployment intent group or logical cloud wants on its clusters, item by item, and how far that has come.
import type { Json } from '../../world/index.js';
import type { ContextStatus } from '../rules/index.js';
import type { Gate, Key, Server, WorkItem } from '../wire/command.js';

/** One object as a plan wants it. */
export interface Planned {
  readonly server: Server;
  readonly cluster: Key;
  /** The app that it comes from; empty for a logical cloud. */
  readonly app: string;
  readonly resource: string;
  readonly order: number;
  readonly gate: Gate | null;
  readonly manifest: Json;
  /** Of the manifest. */
  readonly hash: number;
}

export type ItemStatus = 'Pending' | 'Applied' | 'Failed' | 'Retrying' | 'Deleted' | 'Forgotten';

export interface Item {
  readonly planned: Planned;
  readonly work: WorkItem;
  readonly status: ItemStatus;
  readonly reason: string;
  /** No longer wanted by the current revision, but kept until everything that is wanted is there. */
  readonly stale: boolean;
}

/** What a revision wanted; what a rollback goes back to. */
export interface Revision {
  readonly revision: number;
  readonly planned: readonly Planned[];
  readonly labels: readonly Key[];
}

export interface Context {
  readonly id: string;
  readonly owner: Key;
  readonly ownerUid: string;
  readonly ownerKind: string;
  /** The cloud that it lives in; null for a cloud's own. */
  readonly cloud: Key | null;
  readonly revision: number;
  readonly want: 'present' | 'absent';
  readonly hold: boolean;
  /** Whether a present context was updated since it was made. */
  readonly updated: boolean;
  readonly status: Exclude<ContextStatus, 'None' | 'Lost'>;
  readonly items: readonly Item[];
  readonly revisions: readonly Revision[];
  /** What it protects while it lives: cloud, labels, clusters with anything on them. In order, each once. */
  readonly refs: readonly Key[];
}

/** Revisions that a rollback can reach. */
export const revisionsMax = 10;

/** Whether nothing of the item is, or may come to be, on its cluster. */
export function isReleased(item: Item): boolean {
  return item.status === 'Forgotten' || (item.work.want === 'absent' && item.work.done);
}
