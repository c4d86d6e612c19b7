// What goes through the replicated log, and what is asked of the state that it makes.
import type { Json, Micros, NodeId } from '../../world/index.js';

/** The path of a document below `/v2`: `/projects/p1/logical-clouds/l1`. Parent = path up to the enclosing resource. */
export type Key = string;

/** The host of a cluster's kubeconfig `server`; in the bundled system the id of a cluster node. */
export type Server = string;

/** A life-cycle call. */
export type Verb = 'approve' | 'instantiate' | 'terminate' | 'stop' | 'update' | 'rollback' | 'migrate' | 'apply' | 'forget';

export type Command =
  /** `payload` is what an upload held: `{ files: { name: text } }` of a package, `{ server }` of a kubeconfig; null where there is none. */
  | { readonly do: 'create'; readonly kind: string; readonly key: Key; readonly body: Json; readonly payload: Json }
  /** PUT: replaces, or creates where the kind allows it. `ifMatch` is an entity tag or null. */
  | {
      readonly do: 'replace';
      readonly kind: string;
      readonly key: Key;
      readonly body: Json;
      readonly payload: Json;
      readonly ifMatch: string | null;
    }
  | { readonly do: 'delete'; readonly kind: string; readonly key: Key; readonly ifMatch: string | null }
  | { readonly do: 'move'; readonly kind: string; readonly key: Key; readonly verb: Verb; readonly body: Json }
  /** The next step of a saga that the state remembers; proposed by the leader alone. */
  | { readonly do: 'continue'; readonly saga: string }
  /** A syncer wants `server`; granted when the server's epoch is still `epoch`. The leader refuses to propose it while the holder is alive. */
  | { readonly do: 'claim'; readonly server: Server; readonly holder: NodeId; readonly epoch: number }
  /** A syncer gives a server back that it was granted with `epoch`. */
  | { readonly do: 'release'; readonly server: Server; readonly holder: NodeId; readonly epoch: number }
  /** What a syncer achieved on a server; ignored (409) when `epoch` is not the server's. */
  | { readonly do: 'report'; readonly server: Server; readonly holder: NodeId; readonly epoch: number; readonly results: readonly Result[] }
  /** Who belongs to the managers: `add` makes a learner, which is promoted once it has caught up. `against` is filled in by the leader, which alone knows. */
  | {
      readonly do: 'members';
      readonly change: 'add' | 'promote' | 'remove';
      readonly member: NodeId;
      readonly against: MembersRefusal | null;
    }
  /** Puts the state of a backup in the place of the present one, which must be empty unless `force` is set. */
  | { readonly do: 'restore'; readonly backup: Json; readonly force: boolean }
  | { readonly do: 'noop' };

/** What may stand against a change of the members. */
export type MembersRefusal = 'ALREADY_EXISTS' | 'NOT_FOUND' | 'LAST_MANAGER' | 'MANAGERS_FULL' | 'CHANGE_IN_FLIGHT' | 'QUORUM_AT_RISK';

/** `version` is the work item's: a report about an older one is ignored. */
export interface Result {
  readonly context: string;
  readonly resource: string;
  readonly version: number;
  readonly status: 'Applied' | 'Deleted' | 'Failed' | 'Retrying';
  /** For Applied: whether the cluster says that it is ready. */
  readonly ready: boolean;
  readonly reason: string;
}

export type Query =
  | { readonly ask: 'get'; readonly kind: string; readonly key: Key }
  /** The documents of `kind` directly under `parent` (null: roots). */
  | { readonly ask: 'list'; readonly kind: string; readonly parent: Key | null }
  | { readonly ask: 'status'; readonly kind: string; readonly key: Key; readonly view: StatusView | null }
  /** Who the managers are and how far each is; answered by the leader alone, from its log. */
  | { readonly ask: 'managers' }
  /** The whole state as a document that can be restored. */
  | { readonly ask: 'backup' }
  /** Every document, context and server: what backs an operator's audit. */
  | { readonly ask: 'inventory' }
  /** What was changed after record number `after` (null: all that is kept), in order: at most `limit` records. */
  | { readonly ask: 'audit'; readonly after: number | null; readonly limit: number }
  /** The servers and who holds them, and the open work of those that `holder` holds. */
  | { readonly ask: 'work'; readonly holder: NodeId };

/** What a status shows, everything where null stands for it. Empty lists leave nothing out. */
export interface StatusView {
  /** `ready` shows what the clusters say of the objects, `deployed` what was achieved there; both where null. */
  readonly status: 'deployed' | 'ready' | null;
  /** `summary`: no apps; `all`: apps, clusters and resources; `detail`: resources with their manifests. */
  readonly output: 'summary' | 'all' | 'detail';
  /** Names alone, of this instead of a status. */
  readonly list: 'apps' | 'clusters' | 'resources' | null;
  /** The id of an earlier or the present context; null: the present one. */
  readonly instance: string | null;
  readonly apps: readonly string[];
  /** `provider+cluster`. */
  readonly clusters: readonly string[];
  readonly resources: readonly string[];
}

/** Answer to `work`. */
export interface Work {
  readonly servers: readonly ServerWork[];
}

export interface ServerWork {
  readonly server: Server;
  readonly holder: NodeId | null;
  readonly epoch: number;
  /** Set by the leader as it answers: the holder was not heard of for the lease's life, so that anyone may claim. */
  readonly free: boolean;
  /** Everything that should be on the server (for the sweep and for readiness), and what must go; empty unless the asker holds it. */
  readonly items: readonly WorkItem[];
}

/**
 * One resource of a context on a server. Items of one context are worked in rising `order` while present is wanted and in falling order while absent
 * is wanted; the next order waits until the one before is done. `hold` means stopped: do nothing.
 */
export interface WorkItem {
  readonly context: string;
  /** `apiVersion/Kind/namespace/name`, unique in a context. */
  readonly resource: string;
  readonly version: number;
  readonly order: number;
  readonly want: 'present' | 'absent';
  readonly hold: boolean;
  readonly done: boolean;
  readonly ready: boolean;
  /** What must be so before a wanted object is applied for the first time; null: that lower orders are done. */
  readonly gate: Gate | null;
  /** The object to apply, labelled with its owner; null when absent is wanted. */
  readonly manifest: Json;
}

/** An item waits until every lower order of its context on the server is done, or ready, and then so long. */
export interface Gate {
  readonly until: 'done' | 'ready';
  readonly wait: Micros;
}

/** What an API call comes to. `code` is a stable machine word for every status of 400 and above, null below. */
export interface Answer {
  readonly status: number;
  readonly code: string | null;
  readonly body: Json;
  readonly etag: string | null;
}

/** An object on a cluster says who owns it by these labels. */
export const ownerLabel = 'orchestrator.context';
export const resourceAnnotation = 'orchestrator.resource';
/** The header by which a syncer proves that it still holds a server: `<epoch>.<sequence>`. A cluster refuses what is lower than it has seen. */
export const fenceHeader = 'x-fence';
