// What decides about documents: when they may be made, replaced and deleted, and what is kept of them.
import type { Json, Micros } from '../../world/index.js';
import type { Key } from '../wire/command.js';
import type { ContextStatus } from './state-rules.js';
import { type CreateStep, createSteps, type ReplaceStep, replaceSteps } from './steps.js';

/** `moves`: those of the life cycle; `parents`: what a new document is inside of; `dependents`: what is inside a document that goes, or names it. */
export type Check = 'moves' | 'parents' | 'dependents';

export interface DocumentRules {
  /** Where checks are made: as the entry is applied, or by the leader before it is proposed. */
  readonly checkedAt: Readonly<Record<Check, 'apply' | 'admit'>>;
  /** Whether the document that a new one is to be inside of exists. */
  isThere(key: Key, documents: ReadonlyMap<Key, unknown>): boolean;
  readonly createSteps: readonly CreateStep[];
  readonly replaceSteps: readonly ReplaceStep[];
  /** The status of a PUT: `existed` is whether there was something to replace. */
  statusOfPut(existed: boolean): 200 | 201;
  /** Whether a PUT with this If-Match (null: none was sent) may make what is not there. */
  mayMake(ifMatch: string | null): boolean;
  /** The body after a PUT. */
  bodyAfter(old: Json, given: Json): Json;
  /** What a document names and protects after a PUT: `held` before it, `named` by the new body. */
  refsAfter(held: readonly Key[], named: readonly Key[]): readonly Key[];
  /** The context statuses in which a logical cloud may change its level and namespace. */
  readonly movable: readonly ContextStatus[];
  /** What a life-cycle call comes to that the table of moves does not allow. */
  whenIllegal(kind: string): 'refuse' | 'agree';
  /** Which of the actions of a document, the newest last, are kept. */
  history<A>(actions: readonly A[]): readonly A[];
  /** Whether record number `seq` of the audit comes after number `after`, up to which a reader has read. */
  isAfter(seq: number, after: number): boolean;
  /** The time of the log once an entry was applied that a leader dated `at`. */
  logTime(now: Micros, at: Micros): Micros;
}

/** Older actions are forgotten. */
const actionsMax = 256;

export const correctDocumentRules: DocumentRules = {
  checkedAt: { moves: 'apply', parents: 'apply', dependents: 'apply' },
  isThere: (key, documents) => documents.has(key),
  createSteps,
  replaceSteps,
  statusOfPut: (existed) => (existed ? 200 : 201),
  mayMake: (ifMatch) => ifMatch === null,
  bodyAfter: (_old, given) => given,
  refsAfter: (_held, named) => named,
  movable: ['None', 'Terminated'],
  whenIllegal: () => 'refuse',
  history: (actions) => actions.slice(-actionsMax),
  isAfter: (seq, after) => seq > after,
  logTime: (now, at) => Math.max(now, at),
};
