// The judges' own table of what may be called when, and where it leads. Written from the state diagrams of EMCO's Resource_Lifecycle_and_Status.md and from
// what its design promises; nothing of it is taken from the orchestrator.

/** From a recorded state, a verb leads to another while the context has one of these statuses; `none` where there is no context. */
export interface LegalMove {
  readonly verb: string;
  readonly from: string;
  readonly to: string;
  readonly while: readonly string[];
}

const idle = ['none', 'Terminated'];
/** What is under way and may be given up or changed. */
const under = ['Instantiating', 'InstantiateFailed', 'Updating'];
const up = [...under, 'Instantiated'];
const stopped = ['InstantiateStopped'];

const group: readonly LegalMove[] = [
  { verb: 'approve', from: 'Created', to: 'Approved', while: ['none'] },
  { verb: 'approve', from: 'Approved', to: 'Approved', while: ['none'] },
  { verb: 'instantiate', from: 'Approved', to: 'Instantiated', while: ['none'] },
  { verb: 'instantiate', from: 'Terminated', to: 'Instantiated', while: ['Terminated'] },
  { verb: 'instantiate', from: 'TerminateStopped', to: 'Instantiated', while: ['Terminated'] },
  { verb: 'terminate', from: 'Instantiated', to: 'Terminated', while: up },
  { verb: 'terminate', from: 'InstantiateStopped', to: 'Terminated', while: stopped },
  { verb: 'terminate', from: 'TerminateStopped', to: 'Terminated', while: ['TerminateStopped'] },
  { verb: 'stop', from: 'Instantiated', to: 'InstantiateStopped', while: under },
  { verb: 'stop', from: 'Terminated', to: 'TerminateStopped', while: ['Terminating'] },
  ...['update', 'rollback'].flatMap((verb) => [
    { verb, from: 'Instantiated', to: 'Instantiated', while: up },
    { verb, from: 'InstantiateStopped', to: 'Instantiated', while: stopped },
  ]),
  { verb: 'migrate', from: 'Instantiated', to: 'Updated', while: up },
  { verb: 'migrate', from: 'InstantiateStopped', to: 'Updated', while: stopped },
];

const cloud: readonly LegalMove[] = [
  { verb: 'instantiate', from: 'Created', to: 'Instantiated', while: ['none'] },
  { verb: 'instantiate', from: 'Terminated', to: 'Instantiated', while: ['Terminated'] },
  { verb: 'instantiate', from: 'TerminateStopped', to: 'Instantiated', while: ['Terminated'] },
  { verb: 'terminate', from: 'Instantiated', to: 'Terminated', while: up },
  { verb: 'terminate', from: 'InstantiateStopped', to: 'Terminated', while: stopped },
  { verb: 'terminate', from: 'TerminateStopped', to: 'Terminated', while: ['TerminateStopped'] },
  { verb: 'stop', from: 'Instantiated', to: 'InstantiateStopped', while: under },
  { verb: 'stop', from: 'Terminated', to: 'TerminateStopped', while: ['Terminating'] },
  { verb: 'update', from: 'Instantiated', to: 'Instantiated', while: ['Instantiated', 'InstantiateFailed'] },
  { verb: 'update', from: 'InstantiateStopped', to: 'Instantiated', while: stopped },
];

const cluster: readonly LegalMove[] = [
  { verb: 'apply', from: 'Created', to: 'Applied', while: ['none'] },
  { verb: 'apply', from: 'Terminated', to: 'Applied', while: ['Terminated'] },
  { verb: 'apply', from: 'TerminateStopped', to: 'Applied', while: ['Terminated'] },
  { verb: 'terminate', from: 'Applied', to: 'Terminated', while: up },
  { verb: 'terminate', from: 'InstantiateStopped', to: 'Terminated', while: stopped },
  { verb: 'terminate', from: 'TerminateStopped', to: 'Terminated', while: ['TerminateStopped'] },
  { verb: 'stop', from: 'Applied', to: 'InstantiateStopped', while: under },
  { verb: 'stop', from: 'Terminated', to: 'TerminateStopped', while: ['Terminating'] },
];

/** By kind. A cluster that was forgotten knows no moves. */
export const legalMoves: Readonly<Record<string, readonly LegalMove[]>> = {
  'deployment-intent-group': group,
  'logical-cloud': cloud,
  cluster,
};

/** The context statuses in which something with a life cycle may be deleted: nothing of it is on any cluster. */
export const deletableWhile: readonly string[] = idle;

/** Where a group goes that is replaced by another document: nobody approved that one. Undefined: it may not be replaced then. */
export function replacedTo(from: string | null): string | undefined {
  return from === 'Created' || from === 'Approved' ? 'Created' : undefined;
}

const present = [...up, ...stopped];
const absent = ['Terminating', 'TerminateStopped'];

/** Where the status of a context may go: what is to go never comes back, and what is gone stays gone. */
export function mayBecome(from: string | null, to: string): boolean {
  if (from === null) return to === 'Instantiating' || to === 'Instantiated';
  if (present.includes(from)) return present.includes(to) || absent.includes(to) || to === 'Terminated';
  return absent.includes(from) && (absent.includes(to) || to === 'Terminated');
}

/** Recorded states of what somebody wants to be there, or left as it is. */
const wanting = ['Instantiated', 'Applied', 'InstantiateStopped'];

/** Whether a context that ends leaves a recorded state behind that says that it is wanted: nobody asked for the end. */
export function endsUnasked(from: string | null, to: string | null, recorded: string | null): boolean {
  return present.includes(from ?? '') && [...absent, 'Terminated'].includes(to ?? '') && wanting.includes(recorded ?? '');
}

/** The move that is legal then and there, or null. */
export function legalMove(kind: string, verb: string, from: string, status: string): LegalMove | null {
  return (legalMoves[kind] ?? []).find((each) => each.verb === verb && each.from === from && each.while.includes(status)) ?? null;
}
