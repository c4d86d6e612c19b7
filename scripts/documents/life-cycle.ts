// A kind's life as the rules have it: every pair of recorded state and context status that can come about, and what leads from one to another.
import { kindNamed } from '../../spec/emco/index.js';
import { type Rules, stepsOf } from '../../src/orchestrator/index.js';

type StateRules = Rules['state'];
type Verb = Parameters<typeof stepsOf>[2];
type Step = ReturnType<typeof stepsOf>['steps'][number];
export type Status = StateRules['deletable'][number];

/** What is recorded of a document, and what its context says. */
export interface Pair {
  readonly state: string;
  readonly status: Status;
}

export interface Edge {
  readonly from: Pair;
  readonly to: Pair;
  /** A verb, `edit` (an intent inside it changes), `target` (another one migrates to it) or `syncer`. */
  readonly by: string;
}

export interface LifeCycle {
  readonly kind: string;
  readonly verbs: readonly Verb[];
  /** In the order in which they are reached. */
  readonly pairs: readonly Pair[];
  readonly edges: readonly Edge[];
}

/** What syncers make of a context, or an operator who forgets a cluster. `state/settle.ts` decides it; a test holds the two against each other. */
export const syncerMoves: Readonly<Partial<Record<Status, readonly Status[]>>> = {
  Instantiating: ['Instantiated', 'InstantiateFailed'],
  Updating: ['Instantiated', 'InstantiateFailed'],
  InstantiateFailed: ['Instantiating', 'Updating', 'Instantiated'],
  Instantiated: ['Instantiating', 'Updating', 'InstantiateFailed'],
  Terminating: ['Terminated'],
  TerminateStopped: ['Terminated'],
};

const forgotten = 'Forgotten';
export const first: Pair = { state: 'Created', status: 'None' };

/** The kinds that have a life cycle. */
export function livingKinds(rules: StateRules): readonly string[] {
  return Object.keys(rules.moves);
}

export function lifeCycleOf(rules: StateRules, kind: string): LifeCycle {
  const verbs = kindNamed(kind).verbs as readonly Verb[];
  const pairs = [first];
  const edges: Edge[] = [];
  // Grows while it is walked: each pair that is new is walked, too.
  for (const from of pairs) {
    for (const edge of edgesFrom(rules, kind, verbs, from)) {
      if (edges.some((each) => isSame(each, edge))) continue;
      edges.push(edge);
      if (!pairs.some((pair) => isSamePair(pair, edge.to))) pairs.push(edge.to);
    }
  }
  return { kind, verbs, pairs, edges };
}

/** Where a call leads from a pair; null: it is refused. */
export function moveFrom(rules: StateRules, kind: string, verb: Verb, { state, status }: Pair): Pair | null {
  // No row of the table: an operator gives a cluster up whatever its state, once.
  if (verb === 'forget') return state === forgotten ? null : { state: forgotten, status: status === 'None' ? status : 'Terminated' };
  const move = rules.moves[kind]?.[verb];
  const next = move?.from[state];
  if (move === undefined || next === undefined || !move.while.includes(status)) return null;
  return { state: next, status: statusAfter(stepsOf(rules, kind, verb, state).steps, status) };
}

/** What the steps make of the context. Where nothing is to be done on any cluster, the syncers' move after it is made at once. */
function statusAfter(steps: readonly Step[], before: Status): Status {
  if (steps.includes('make-context')) return 'Instantiating';
  if (steps.includes('change-context')) return 'Updating';
  if (steps.includes('hand-over')) return 'None';
  if (steps.includes('turn-absent')) return 'Terminating';
  if (!steps.includes('hold')) return before;
  return before === 'Terminating' || before === 'TerminateStopped' ? 'TerminateStopped' : 'InstantiateStopped';
}

function edgesFrom(rules: StateRules, kind: string, verbs: readonly Verb[], from: Pair): readonly Edge[] {
  const moved = verbs.flatMap((by): readonly Edge[] => {
    const to = moveFrom(rules, kind, by, from);
    return to === null ? [] : [{ from, to, by }];
  });
  const synced = (syncerMoves[from.status] ?? []).filter((status) => isOwn(kind, rules, status));
  return [...moved, ...groupEdges(rules, verbs, from), ...synced.map((status) => ({ from, to: { ...from, status }, by: 'syncer' }))];
}

/** Only what can be updated is ever updating. */
function isOwn(kind: string, rules: StateRules, status: Status): boolean {
  return status !== 'Updating' || Object.values(rules.moveSteps[kind] ?? {}).some((steps) => steps.includes('change-context'));
}

/** What happens to deployment intent groups, which alone have intents inside them and can be migrated. */
function groupEdges(rules: StateRules, verbs: readonly Verb[], from: Pair): readonly Edge[] {
  if (!verbs.includes('migrate')) return [];
  const edited = rules.afterEdit[from.state];
  const edit = edited === undefined ? [] : [{ from, to: { ...from, state: edited }, by: 'edit' }];
  if (!rules.migratesTo.includes(from.state)) return edit;
  return [...edit, { from, to: { state: 'Instantiated', status: 'Updating' }, by: 'target' }];
}

function isSamePair(one: Pair, other: Pair): boolean {
  return one.state === other.state && one.status === other.status;
}

function isSame(one: Edge, other: Edge): boolean {
  return one.by === other.by && isSamePair(one.from, other.from) && isSamePair(one.to, other.to);
}
