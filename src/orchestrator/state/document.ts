import { hashJson, hashText, type Json, type Micros, mixIn } from '../../world/index.js';
import type { StateRules } from '../rules/index.js';
import type { Key } from '../wire/command.js';

/** One thing that was done to a document with a life cycle. `revision` is the one that held after it. */
export interface Action {
  readonly state: string;
  readonly context: string | null;
  readonly revision: number;
  readonly at: Micros;
}

export interface Document {
  readonly key: Key;
  readonly kind: string;
  /** Never reused, also not by a later document with the same key. */
  readonly uid: string;
  readonly etag: string;
  /** Log time of its creation. */
  readonly at: Micros;
  readonly body: Json;
  readonly payload: Json;
  /** What it names and protects, in order, each once. */
  readonly refs: readonly Key[];
  /** The recorded state; null for kinds without a life cycle. */
  readonly state: string | null;
  readonly contextId: string | null;
  /** The highest revision ever given; 0 before the first. */
  readonly revision: number;
  readonly actions: readonly Action[];
  /** A rolling hash over bodies, payloads and actions, for the digest of the state. */
  readonly hash: number;
}

/** `document` with one more action, and its state, context and revision as the action says. */
export function withAction(document: Document, action: Action, rules: StateRules): Document {
  const hash = mixIn(mixIn(hashText(hashText(document.hash, action.state), action.context ?? ''), action.revision), action.at);
  const actions = rules.history([...document.actions, action]);
  return { ...document, state: action.state, contextId: action.context, revision: action.revision, actions, hash };
}

/** A hash with a new body and payload in it. */
export function hashContent(hash: number, body: Json, payload: Json): number {
  return hashJson(hashJson(hash, body), payload);
}
