// A node of a system under test, as both worlds run it: a synchronous step from one input to a list of effects. Nothing else
// reaches its state, so its inputs, written as one JSON line each, are its flight recording.
import type { Json } from './json.js';

/** Whole microseconds, of world time (virtual in the simulator) or as a duration. */
export type Micros = number;
export type NodeId = string;

/** An HTTP request with its whole body. Header names are lower case. */
export interface Request {
  readonly method: string;
  /** Path and query, as sent: `/v2/projects?x=1`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

export interface Head {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A piece of an answer. The first piece of an answer has a head; later ones have not. `bytes` may be cut anywhere; `end` is on the last piece.
 * `broken` means that the connection failed, that the time-out passed, or (on an inbound call) that the caller hung up: nothing follows it.
 */
export type Part = 'broken' | { readonly head: Head | null; readonly bytes: Uint8Array | null; readonly end: boolean };

/** What a step may know of the outside. Recorded with the input. */
export interface Env {
  /** Monotonic time of this node since the world began. */
  readonly now: Micros;
  /** Wall clock of this node, since the epoch; may jump. */
  readonly wall: Micros;
  /** A whole number in [0, bound). The label says what it is for. */
  draw(label: string, bound: number): number;
}

/**
 * One JSON line each. `call` numbers: those of calls that this node made are positive and chosen by the node; those of inbound requests are
 * negative and chosen by the host, never reused within a boot.
 */
export type Input =
  | { readonly on: 'boot'; readonly config: Json; readonly disk: ReadonlyMap<string, Uint8Array> }
  | { readonly on: 'timer'; readonly name: string }
  | { readonly on: 'message'; readonly from: NodeId; readonly body: Json }
  | { readonly on: 'request'; readonly call: number; readonly request: Request }
  | { readonly on: 'part'; readonly call: number; readonly part: Part }
  | { readonly on: 'disk-failed'; readonly file: string; readonly code: 'ENOSPC' | 'EIO' }
  /** The node is asked to end: it finishes or hands over what it has in hand, and then halts. A machine that does not mind is ended after a while. */
  | { readonly on: 'end' };

/**
 * Carried out in order, through one queue per node. `persist` is a barrier: what follows waits until it is durable; a crash cuts the queue at any
 * index. `send` is fire-and-forget over a lossy link. `call` opens a stream whose parts come back as inputs; after `timeout` of silence before its
 * end it is `broken` (null: never). `reply` answers an inbound call; with `broken` it aborts a call of either side. A `timer` with a name that is
 * already set is moved; `after: null` cancels it. `mark` is for observers only. `halt` stops the node for good and says why.
 */
export type Effect =
  | { readonly do: 'persist'; readonly file: string; readonly edit: 'append' | 'replace' | 'remove'; readonly bytes: Uint8Array }
  | { readonly do: 'send'; readonly to: NodeId; readonly body: Json }
  | { readonly do: 'call'; readonly call: number; readonly to: NodeId; readonly request: Request; readonly timeout: Micros | null }
  | { readonly do: 'reply'; readonly call: number; readonly part: Part }
  | { readonly do: 'timer'; readonly name: string; readonly after: Micros | null }
  | { readonly do: 'mark'; readonly name: string; readonly data: Json }
  | { readonly do: 'halt'; readonly reason: string };

/** The code of one kind of node. `step` edits its state in place; `clone` copies it for a fork; `digest` is equal for equal states. */
export interface Machine<S> {
  boot(input: Input & { readonly on: 'boot' }, env: Env): readonly [S, readonly Effect[]];
  step(state: S, input: Input, env: Env): readonly Effect[];
  clone(state: S): S;
  digest(state: S): number;
}
