// What all managers agree on. The tables are Maps of records that nobody edits; a copy of the state shares its tables until one of both writes.
import type { Micros } from '../../world/index.js';
import type { Answer, Key, Server } from '../wire/command.js';
import { type Audit, noAudit } from './audit.js';
import type { Context } from './context.js';
import type { Document } from './document.js';
import type { Touched } from './write-audit.js';

export interface ServerRecord {
  readonly server: Server;
  /** The cluster document that names it. */
  readonly cluster: Key;
  readonly holder: string | null;
  /** Rises with every grant; begins at the index of the entry that registered the server, so that no earlier registration's epoch comes again. */
  readonly epoch: number;
  readonly forgotten: boolean;
}

/** The answer to an idempotency key. */
export interface Remembered {
  readonly digest: number;
  readonly answer: Answer;
  /** Log time at which it was decided. */
  readonly at: Micros;
  /** Of key and answer, for the digest of the state. */
  readonly hash: number;
}

export interface Tables {
  documents: Map<Key, Document>;
  contexts: Map<string, Context>;
  servers: Map<Server, ServerRecord>;
  answers: Map<string, Remembered>;
  /** By key, the keys of the documents directly inside it, in order; roots are inside of the empty key. */
  children: Map<Key, readonly Key[]>;
  /** By key, who names it: keys of documents and ids of contexts, in order. */
  referrers: Map<Key, readonly string[]>;
}

export interface State extends Tables {
  /** Index of the last entry applied. */
  applied: number;
  /** What is added to the index of an entry where something must never be given out again: above 0 once a backup was restored. */
  offset: number;
  /** Log time: the latest `at` of any entry. */
  now: Micros;
  /** What was changed; replaced, never edited. */
  audit: Audit;
  /** In the middle of an entry alone. */
  touched: Touched | null;
  /** The tables that another state may share, one bit each: written only after a copy. */
  shared: number;
}

const bits: Readonly<Record<keyof Tables, number>> = { documents: 1, contexts: 2, servers: 4, answers: 8, children: 16, referrers: 32 };
const allBits = 63;

export function emptyState(): State {
  return {
    applied: 0,
    offset: 0,
    now: 0,
    audit: noAudit,
    touched: null,
    shared: 0,
    documents: new Map(),
    contexts: new Map(),
    servers: new Map(),
    answers: new Map(),
    children: new Map(),
    referrers: new Map(),
  };
}

/** A copy that can be changed without changing `state`, and the other way round. Cost: constant; the first write to a table pays for its copy. */
export function cloneState(state: State): State {
  state.shared = allBits;
  return { ...state };
}

/** The table, ready to be written. */
export function writable<T extends keyof Tables>(state: State, table: T): Tables[T] {
  if ((state.shared & bits[table]) !== 0) {
    state[table] = new Map(state[table] as Map<string, unknown>) as State[T];
    state.shared &= ~bits[table];
  }
  return state[table];
}
