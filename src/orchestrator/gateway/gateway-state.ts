import type { Grant } from '../../../spec/emco/index.js';
import { type Effect, hashJson, hashText, type Json, type Micros, mixIn, type NodeId } from '../../world/index.js';
import type { Ask } from '../wire/message.js';
import type { Limits, Timings } from '../wire/config.js';
import { cloneCounts, type GatewayCounts } from './gateway-counts.js';
import type { GatewayRules } from './gateway-rules.js';

/** What a gateway knows: nothing but the calls that it has in flight. */
export interface GatewayState {
  readonly id: NodeId;
  managers: readonly NodeId[];
  /** The entry that said who they are. */
  managersAt: number;
  readonly timings: Timings;
  readonly limits: Limits;
  /** Who may call; null: everybody. */
  readonly grants: readonly Grant[] | null;
  /** Unknown fields are refused. */
  readonly isStrict: boolean;
  /** Makes the keys of this boot unlike those of others. */
  readonly nonce: string;
  /** Who answered last, or was named as the leader last. */
  leader: NodeId;
  /** It was asked to end: what is in flight is finished, and nothing new taken. */
  isEnding: boolean;
  /** When a manager last decided something; null: never yet. */
  answeredAt: Micros | null;
  readonly counts: GatewayCounts;
  askNext: number;
  /** By the number of the inbound call. */
  readonly pending: Map<number, Pending>;
  /** The inbound call of each ask. */
  readonly asks: Map<number, number>;
}

/** A call that a manager was asked about. */
export interface Pending {
  readonly ask: Ask;
  readonly to: NodeId;
  /** Redirects followed since the last tick. */
  readonly hops: number;
  /** Nobody knew who leads: the tick was moved to the front (`due`), or was so the last time (`done`). */
  readonly hurry?: 'due' | 'done';
  readonly deadline: Micros;
  /** Was answered with nothing, and asks again at the next tick. */
  readonly isIdle?: true;
  /** Number of the operation, for what is counted. */
  readonly operation: number;
  readonly manner: Manner;
}

/** How the caller wants to be answered. */
export interface Manner {
  /** HEAD: head alone. */
  readonly isBare: boolean;
  /** PUT with `If-None-Match: *`: what is there already is a failed precondition. */
  readonly isFresh: boolean;
  readonly ifNoneMatch: string | null;
  readonly location: string | null;
  readonly warning: string | null;
  /** Until when an answer with no records is put off; absent: not at all. */
  readonly waitUntil?: Micros;
  /** Nothing was asked but whether this gateway is ready. */
  readonly isReadiness?: true;
}

export function cloneGateway(state: GatewayState): GatewayState {
  return { ...state, pending: new Map(state.pending), asks: new Map(state.asks), counts: cloneCounts(state.counts) };
}

export function digestGateway(state: GatewayState): number {
  let hash = mixIn(hashText(hashText(0, state.nonce), state.leader), state.askNext);
  hash = mixIn(hash, state.managersAt * 2 + (state.isEnding ? 1 : 0));
  for (const [call, pending] of state.pending) hash = hashJson(mixIn(hash, call), pending as unknown as Json);
  for (const [ask, call] of state.asks) hash = mixIn(mixIn(hash, ask), call);
  return hash;
}

/** One step: the state that it edits and the effects that it gathers. */
export interface Turn {
  readonly state: GatewayState;
  readonly now: Micros;
  /** A whole number in [0, bound). */
  draw(label: string, bound: number): number;
  readonly rules: GatewayRules;
  readonly effects: Effect[];
}
