import type { Effect, Input, Micros, NodeId, Request } from '../world/index.js';
import type { Send } from './hand.js';

/** A call under way. */
export interface OpenCall {
  /** `client`: the harness. */
  readonly from: NodeId;
  readonly to: NodeId;
  /** The number by which the caller knows it, and the one by which the server does. */
  readonly number: number;
  readonly inbound: number;
  readonly request: Request;
  readonly direct: boolean;
}

/** Looks on at what goes in and out of nodes. It sees the very objects that travel, so that what arrives can be told from where it came; it changes none of them. */
export interface Watcher {
  /** A call that is open as it begins to look. */
  found(call: OpenCall): void;
  /** A lane, a look or an errand of the harness asks a node. */
  asked(at: Micros, send: Send): void;
  /** A node took an input; `effects` wait in its queue from now on. */
  stepped(at: Micros, node: NodeId, input: Input, effects: readonly Effect[]): void;
  /** The next effect of a node's queue is carried out; a write is begun. */
  passed(at: Micros, node: NodeId, effect: Effect): void;
}
