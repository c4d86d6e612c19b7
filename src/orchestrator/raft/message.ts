import type { Json } from '../../world/index.js';
import type { LogEntry } from './log.js';

/** Between managers, over lossy links. Every field is a number that only grows within a term, so that late and repeated messages do no harm. */
export type RaftMessage =
  /** Would you vote for me in `term`, which is one above mine? */
  | { readonly type: 'prevote'; readonly term: number; readonly lastIndex: number; readonly lastTerm: number }
  /** `term` is the sender's own, `next` the one that was asked for. */
  | { readonly type: 'prevoted'; readonly term: number; readonly next: number; readonly granted: boolean }
  | { readonly type: 'vote'; readonly term: number; readonly lastIndex: number; readonly lastTerm: number }
  | { readonly type: 'voted'; readonly term: number; readonly granted: boolean }
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
