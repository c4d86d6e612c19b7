import type { Json } from '../../world/index.js';
import type { LogEntry } from './log.js';
import type { MembersAt } from './members.js';

/** Between managers, over lossy links. Every field is a number that only grows within a term, so that late and repeated messages do no harm. */
export type RaftMessage =
  /** Would you vote for me in `term`, which is one above mine? */
  | { readonly type: 'prevote'; readonly term: number; readonly lastIndex: number; readonly lastTerm: number }
  /** `term` is the sender's own, `next` the one that was asked for. */
  | { readonly type: 'prevoted'; readonly term: number; readonly next: number; readonly granted: boolean }
  /** `handed`: the leader of the term before asked for this, so that nobody need be loyal to it. */
  | { readonly type: 'vote'; readonly term: number; readonly lastIndex: number; readonly lastTerm: number; readonly handed?: true }
  | { readonly type: 'voted'; readonly term: number; readonly granted: boolean }
  /** Stand now: the leader of `term` hands over to you. */
  | { readonly type: 'stand'; readonly term: number }
  | Append
  | Install
  | Appended;

/** Also the heartbeat. `round` counts what the leader sent in its term; the answer repeats it. */
export interface Append {
  readonly type: 'append';
  readonly term: number;
  readonly round: number;
  readonly prev: number;
  readonly prevTerm: number;
  readonly entries: readonly LogEntry[];
  readonly commit: number;
}

/** The state after `index`, for a follower whose next entries the leader has compacted. */
export interface Install {
  readonly type: 'install';
  readonly term: number;
  readonly round: number;
  readonly index: number;
  readonly indexTerm: number;
  /** In force after `index`. */
  readonly members: MembersAt;
  readonly snapshot: Json;
}

/**
 * `ok`: everything up to `match` is durable here and equal to the leader's. Else `match` is where the leader should go on from at the latest, and
 * `matchTerm` the term that stands there, when the entry that the leader asked for is of another term (-1: it is missing).
 */
export interface Appended {
  readonly type: 'appended';
  readonly term: number;
  readonly round: number;
  readonly ok: boolean;
  readonly match: number;
  readonly matchTerm: number;
}
