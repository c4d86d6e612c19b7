// What deletes and life-cycle calls do, step by step. Within a list every check comes before every effect, so that a refusal leaves nothing behind.

/**
 * `parent-idle`: what it is inside of has no live context that was made from it. `settled`: its context is in a deletable status. `childless`, `unreferenced`: nobody is inside it or names it. `wipe-context`: drops its context.
 * `remove`: takes the document away. `unregister`: the server of a cluster is free for another.
 */
export type DeleteStep = 'parent-idle' | 'settled' | 'childless' | 'unreferenced' | 'wipe-context' | 'remove' | 'unregister';

/**
 * Checks: `parent` (what it is to be inside of), `references` (what it names), `own` (what its kind asks beyond that). Effects: `write`, `register` (the server of a
 * cluster), `unapprove` (the group that an intent is in), `begin-life` (the first action of a kind with a life cycle). `next-entry` as below.
 */
export type CreateStep = 'parent' | 'references' | 'own' | 'write' | 'register' | 'unapprove' | 'begin-life' | 'next-entry';

/** `precondition` (its entity tag), `references` and `own` as above; `write`, then `unapprove` the group that it is or is in. */
export type ReplaceStep = 'precondition' | 'references' | 'own' | 'write' | 'unapprove';

export const replaceSteps: readonly ReplaceStep[] = ['precondition', 'references', 'own', 'write', 'unapprove'];

export const createSteps: readonly CreateStep[] = ['parent', 'references', 'own', 'write', 'register', 'unapprove', 'begin-life'];

/**
 * Checks: `legal` (the table of moves), `target` and `target-approved` (a migrate names a group, which is approved), `references` (the names in its intents exist), `cloud-ready`, `permission`, `clusters-kept` (an update drops no
 * cluster that somebody uses), `cloud-unused`, `namespace-free`, `objects-free`. Preparation: `plan`, `plan-revision` (what is to be on which cluster).
 * Effects: `protect` (the names in its intents are held), `drop-old-context`, `make-context`, `change-context`, `hand-over` (the context
 * goes on as the target's), `turn-absent`, `hold`, `record` (state,
 * context and revision into the document). `next-entry` puts off what follows to an entry of its own.
 */
export type MoveStep =
  | 'legal'
  | 'target'
  | 'target-approved'
  | 'references'
  | 'cloud-ready'
  | 'permission'
  | 'clusters-kept'
  | 'cloud-unused'
  | 'namespace-free'
  | 'objects-free'
  | 'plan'
  | 'plan-revision'
  | 'protect'
  | 'drop-old-context'
  | 'make-context'
  | 'change-context'
  | 'hand-over'
  | 'turn-absent'
  | 'hold'
  | 'record'
  | 'next-entry';

/** By verb; `reinstantiate` and `reapply` are instantiate and apply of what was terminated. */
export type MoveSteps = Readonly<Record<string, readonly MoveStep[]>>;

/** By kind; `other` for kinds without a life cycle. */
export const deleteSteps: Readonly<Record<string, readonly DeleteStep[]>> = {
  other: ['childless', 'unreferenced', 'remove'],
  'deployment-intent-group': ['settled', 'childless', 'unreferenced', 'wipe-context', 'remove'],
  'logical-cloud': ['settled', 'childless', 'unreferenced', 'wipe-context', 'remove'],
  cluster: ['settled', 'childless', 'unreferenced', 'wipe-context', 'remove', 'unregister'],
  network: ['parent-idle', 'childless', 'unreferenced', 'remove'],
  'provider-network': ['parent-idle', 'childless', 'unreferenced', 'remove'],
};

// An approval checked and protects the names in the intents, and does not outlive their edit; only a group that was instantiated before can have others.
const deploymentSteps: MoveSteps = {
  approve: ['legal', 'references', 'protect', 'record'],
  instantiate: ['legal', 'cloud-ready', 'plan', 'objects-free', 'make-context', 'record'],
  reinstantiate: ['legal', 'references', 'cloud-ready', 'plan', 'objects-free', 'protect', 'drop-old-context', 'make-context', 'record'],
  terminate: ['legal', 'turn-absent', 'record'],
  stop: ['legal', 'hold', 'record'],
  update: ['legal', 'references', 'cloud-ready', 'plan', 'objects-free', 'protect', 'change-context', 'record'],
  rollback: ['legal', 'cloud-ready', 'plan-revision', 'objects-free', 'change-context', 'record'],
  migrate: ['legal', 'target', 'target-approved', 'cloud-ready', 'plan', 'objects-free', 'hand-over', 'record'],
};

const cloudSteps: MoveSteps = {
  instantiate: ['legal', 'permission', 'plan', 'namespace-free', 'objects-free', 'make-context', 'record'],
  reinstantiate: ['legal', 'permission', 'plan', 'namespace-free', 'objects-free', 'drop-old-context', 'make-context', 'record'],
  terminate: ['legal', 'cloud-unused', 'turn-absent', 'record'],
  stop: ['legal', 'hold', 'record'],
  update: ['legal', 'permission', 'plan', 'clusters-kept', 'namespace-free', 'objects-free', 'change-context', 'record'],
};

const clusterSteps: MoveSteps = {
  apply: ['legal', 'plan', 'objects-free', 'make-context', 'record'],
  reapply: ['legal', 'plan', 'objects-free', 'drop-old-context', 'make-context', 'record'],
  terminate: ['legal', 'turn-absent', 'record'],
  stop: ['legal', 'hold', 'record'],
};

export const moveSteps: Readonly<Record<string, MoveSteps>> = {
  'deployment-intent-group': deploymentSteps,
  'logical-cloud': cloudSteps,
  cluster: clusterSteps,
};
