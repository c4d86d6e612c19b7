// What deletes and life-cycle calls do, step by step. Within a list every check comes before every effect, so that a refusal leaves nothing behind.

/**
 * `settled`: its context is in a deletable status. `childless`, `unreferenced`: nobody is inside it or names it. `wipe-context`: drops its context.
 * `remove`: takes the document away.
 */
export type DeleteStep = 'settled' | 'childless' | 'unreferenced' | 'wipe-context' | 'remove';

/**
 * Checks: `legal` (the table of moves), `references` (the names in its intents exist), `cloud-ready`, `permission`, `clusters-kept` (an update drops no
 * cluster that somebody uses), `cloud-unused`, `namespace-free`, `objects-free`. Preparation: `plan`, `plan-revision` (what is to be on which cluster).
 * Effects: `protect` (the names in its intents are held), `drop-old-context`, `make-context`, `change-context`, `turn-absent`, `hold`, `record` (state,
 * context and revision into the document). `next-entry` puts off what follows to an entry of its own.
 */
export type MoveStep =
  | 'legal'
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
  | 'turn-absent'
  | 'hold'
  | 'record'
  | 'next-entry';

/** By verb; `reinstantiate` is instantiate from Terminated. */
export type MoveSteps = Readonly<Record<string, readonly MoveStep[]>>;

/** By kind; `other` for kinds without a life cycle. */
export const deleteSteps: Readonly<Record<string, readonly DeleteStep[]>> = {
  other: ['childless', 'unreferenced', 'remove'],
  'deployment-intent-group': ['settled', 'childless', 'unreferenced', 'wipe-context', 'remove'],
  'logical-cloud': ['settled', 'childless', 'unreferenced', 'wipe-context', 'remove'],
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
};

const cloudSteps: MoveSteps = {
  instantiate: ['legal', 'permission', 'plan', 'namespace-free', 'objects-free', 'make-context', 'record'],
  reinstantiate: ['legal', 'permission', 'plan', 'namespace-free', 'objects-free', 'drop-old-context', 'make-context', 'record'],
  terminate: ['legal', 'cloud-unused', 'turn-absent', 'record'],
  update: ['legal', 'permission', 'plan', 'clusters-kept', 'namespace-free', 'objects-free', 'change-context', 'record'],
};

export const moveSteps: Readonly<Record<string, MoveSteps>> = { 'deployment-intent-group': deploymentSteps, 'logical-cloud': cloudSteps };
