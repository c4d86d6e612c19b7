import type { Json, Micros, NodeId, Request } from '../world/index.js';
import type { Key } from './fact.js';
import type { Outcome } from './outcome.js';

/** A name that a plan gives to something before the system has named it: `$dig2`. In args it stands as `{"$": "$dig2"}`. */
export type Sym = `$${string}`;
export type StepId = string;

/** A kind of resource, as generators and judges need to know it. */
export interface Kind {
  readonly name: string;
  readonly parent: string | null;
  readonly refs: readonly { readonly field: string; readonly kind: string; readonly mustExist: 'at-create' | 'at-use' | 'never' }[];
}

export type Verb = 'create' | 'read' | 'list' | 'replace' | 'delete' | 'move' | 'drift';

/** What came back for one attempt. `status` is null when no head arrived. */
export interface Answer {
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The body when it was JSON, its text when it was not, null when there was none. */
  readonly body: Json;
  readonly failure: 'timeout' | 'reset' | 'refused' | null;
}

/** One kind of call. Pure: `encode` turns bound arguments into a request. */
export interface Operation {
  readonly name: string;
  readonly kind: string;
  readonly verb: Verb;
  /** The role of the nodes that take it; the conductor picks one and goes on to the next when one refuses. Drift goes past the proxies. */
  readonly to: string;
  readonly reads: 'linearizable' | 'eventual' | 'none';
  /** May an attempt of unknown outcome be repeated: with the same key, because it is idempotent by nature, or not at all. */
  readonly retry: 'key' | 'natural' | 'never';
  encode(args: Json, key: string): Request;
  /** The one node that takes it, for operations that are about a node (drift); absent or null: any node of the role. */
  node?(args: Json): NodeId | null;
  /** The resource that the call is about, null where it is about none. */
  subject(args: Json): Key | null;
  /** What later steps may refer to by the call's `makes` symbol. */
  binds(args: Json, answer: Json, headers: Answer['headers']): Json;
  outcome(answer: Answer): Outcome;
}

/**
 * A node by its part in the system; resolved at run time, and the resolution goes into the history. `follower` is the first of its role that does not lead,
 * `other` the second. The role `*` is every role.
 */
export interface Target {
  readonly role: string;
  readonly pick: number | 'leader' | 'follower' | 'other' | 'all';
}

/** An anchor in a run. `effect` anchors are places in a node's effect queue: the nth effect of that kind after the anchor was armed. */
export type When = { readonly at: Micros } | { readonly step: StepId; readonly phase: 'before' | 'sent' | 'done'; readonly plus: Micros };

/** A call of a plan. Steps of one lane run one after the other. */
export interface Call {
  readonly is: 'call';
  readonly id: StepId;
  readonly lane: string;
  readonly op: string;
  readonly args: Json;
  readonly makes: Sym | null;
  /** Not before this moment; null: as soon as the lane is free. */
  readonly after: When | null;
  /** Most attempts under the one key; at least 1. */
  readonly attempts: number;
  readonly timeout: Micros;
  /** Wait until the system is at rest (bounded) before sending. */
  readonly rest: boolean;
  /** Its caller goes away after the last attempt: nobody asks, once the faults are gone, what became of it. */
  readonly gone?: true;
}

/** A fault of a plan. */
export interface Break {
  readonly is: 'break';
  readonly id: StepId;
  readonly fault: string;
  /** One target for a node, two (from, to) for a link. */
  readonly on: readonly Target[];
  readonly args: Json;
  readonly from: When;
  /** How long it lasts; it is healed at the end of `disturb` at the latest. */
  readonly lasts: Micros;
}

/** The calls and faults of a run: plain JSON that anyone may read and edit. */
export interface Plan {
  readonly schema: 1;
  readonly scenario: string;
  readonly system: string;
  readonly seed: string;
  readonly knobs: Json;
  readonly steps: readonly (Call | Break)[];
}

export interface Topology {
  readonly nodes: readonly { readonly id: NodeId; readonly role: string }[];
  /** Directed. `client` is the harness. */
  readonly links: readonly { readonly from: NodeId; readonly to: NodeId; readonly kind: 'lossy' | 'stream' }[];
  /**
   * How many nodes of a role may be down at once, may be lost for ever (as one that finds its disk rotten and refuses to go on), and may have a disk that forgot what it said to be durable.
   * Beyond the last two a run is excused; a role that is not named may lose nothing.
   */
  readonly envelope: readonly { readonly role: string; readonly downMax: number; readonly lostMax: number; readonly lieMax: number }[];
  /** Other builds that the nodes of a role can be started with; absent: none. */
  readonly builds?: readonly { readonly role: string; readonly build: string }[];
}
