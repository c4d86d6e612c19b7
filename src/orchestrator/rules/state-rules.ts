// The integrity-critical decisions of the replicated state machine: small pure functions, tables and lists of steps. The state machine is handed them
// with every entry, so that each can be replaced alone. Nothing here touches the state.
import type { Reference } from '../../../spec/emco/index.js';
import type { Verb } from '../wire/command.js';
import { type ContextRules, correctContextRules } from './context-rules.js';
import { correctDocumentRules, type DocumentRules } from './document-rules.js';
import { cloudMoves, clusterMoves, deploymentMoves, type Moves } from './moves.js';
import { type DeleteStep, deleteSteps, type MoveStep, type MoveSteps, moveSteps } from './steps.js';

/** What a context says of itself; `None` when a document has no context, `Lost` when it names one that is not there. */
export type ContextStatus =
  | 'None'
  | 'Lost'
  | 'Instantiating'
  | 'Instantiated'
  | 'InstantiateFailed'
  | 'InstantiateStopped'
  | 'Updating'
  | 'Terminating'
  | 'TerminateStopped'
  | 'Terminated';

export interface StateRules extends DocumentRules, ContextRules {
  /** The references that make a write fail with REFERENCE_MISSING. */
  missingReferences(wanted: readonly Reference[], exists: (key: string) => boolean): readonly Reference[];
  /** Whether what a document of `kind` names is protected by it. */
  protects(reference: Reference, kind: string): boolean;
  /** Which of those that name a document of `kind` protect it from deletion. */
  referencedBy(referrers: readonly string[], kind: string): readonly string[];
  /** Which of the documents inside a document protect it from deletion. */
  childrenOf(children: readonly string[]): readonly string[];
  /** The legal moves of each kind that has a life cycle. */
  readonly moves: Readonly<Record<string, Moves>>;
  /** By kind, the context statuses of the document around it in which one may be made, replaced or deleted; a kind that is not listed may always. */
  readonly whileParent: Readonly<Record<string, readonly ContextStatus[]>>;
  /** The context statuses in which a document with a life cycle may be deleted. */
  readonly deletable: readonly ContextStatus[];
  /** What becomes of a deployment intent group's state when an intent inside it changes; a state that is not listed stays. */
  readonly afterEdit: Readonly<Record<string, string>>;
  /** The states that a deployment intent group may be migrated to. */
  readonly migratesTo: readonly string[];
  /** The states in which a deployment intent group may be replaced. */
  readonly replaceable: readonly string[];
  readonly deleteSteps: Readonly<Record<string, readonly DeleteStep[]>>;
  readonly moveSteps: Readonly<Record<string, MoveSteps>>;
  /** Whether an entity tag satisfies an If-Match (null: none was sent). */
  matches(ifMatch: string | null, etag: string): boolean;
  /** Whether a syncer that knows `asked` still speaks for a server whose epoch is `current`. */
  holds(asked: number, current: number): boolean;
  /** Whether the answer to a key is kept. */
  remembers(status: number): boolean;
  /** Whether a syncer's result about version `reported` speaks of an item at version `current`. */
  speaksOf(reported: number, current: number): boolean;
}

export const correctStateRules: StateRules = {
  ...correctDocumentRules,
  ...correctContextRules,
  missingReferences: (wanted, exists) => wanted.filter((reference) => !exists(reference.key)),
  protects: () => true,
  referencedBy: (referrers) => referrers,
  childrenOf: (children) => children,
  moves: { 'deployment-intent-group': deploymentMoves, 'logical-cloud': cloudMoves, cluster: clusterMoves },
  whileParent: { network: ['None', 'Terminated'], 'provider-network': ['None', 'Terminated'] },
  deletable: ['None', 'Terminated'],
  afterEdit: { Approved: 'Created' },
  migratesTo: ['Approved'],
  replaceable: ['Created', 'Approved'],
  deleteSteps,
  moveSteps,
  matches: (ifMatch, etag) => ifMatch === null || ifMatch === '*' || ifMatch === etag,
  holds: (asked, current) => asked === current,
  remembers: (status) => status !== 503,
  speaksOf: (reported, current) => reported === current,
};

/** The steps that a verb takes, none where the kind has no such verb; a fresh start from Terminated has its own. */
export function stepsOf(
  rules: StateRules,
  kind: string,
  verb: Verb,
  state: string | null,
): { readonly list: string; readonly steps: readonly MoveStep[] } {
  const isEnded = state === 'Terminated' || state === 'TerminateStopped';
  const list = isEnded && (verb === 'instantiate' || verb === 'apply') ? `re${verb}` : verb;
  const lists = rules.moveSteps[kind] ?? {};
  return { list, steps: Object.hasOwn(lists, list) ? (lists[list] ?? []) : [] };
}
