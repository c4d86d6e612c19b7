// Which call is legal when. Each row reads: from this recorded state to that one, while the context is in one of these statuses.
import type { Verb } from '../wire/command.js';
import type { ContextStatus } from './state-rules.js';

export interface Move {
  readonly from: Readonly<Record<string, string>>;
  readonly while: readonly ContextStatus[];
}

export type Moves = Readonly<Partial<Record<Verb, Move>>>;

const idle = ['None', 'Terminated'] as const;
const running = ['Instantiating', 'Instantiated', 'InstantiateFailed', 'Updating'] as const;
const unfinished = ['Instantiating', 'InstantiateFailed', 'Updating', 'Terminating'] as const;

/** Source: the state diagram of EMCO's Resource_Lifecycle_and_Status.md; where EMCO's code leaves a gap (approve while terminating, rollback anywhere) the diagram wins. */
export const deploymentMoves: Moves = {
  approve: { from: { Created: 'Approved', Approved: 'Approved' }, while: idle },
  instantiate: { from: { Approved: 'Instantiated', Terminated: 'Instantiated', TerminateStopped: 'Instantiated' }, while: idle },
  terminate: {
    from: { Instantiated: 'Terminated', InstantiateStopped: 'Terminated', TerminateStopped: 'Terminated' },
    while: [...running, 'InstantiateStopped', 'TerminateStopped'],
  },
  stop: {
    from: { Instantiated: 'InstantiateStopped', Terminated: 'TerminateStopped' },
    while: unfinished,
  },
  update: { from: { Instantiated: 'Instantiated', InstantiateStopped: 'Instantiated' }, while: [...running, 'InstantiateStopped'] },
  rollback: { from: { Instantiated: 'Instantiated', InstantiateStopped: 'Instantiated' }, while: [...running, 'InstantiateStopped'] },
  migrate: { from: { Instantiated: 'Updated', InstantiateStopped: 'Updated' }, while: [...running, 'InstantiateStopped'] },
};

/** Source: EMCO's dcm, without its silent successes: what does nothing there is refused here. Terminate aborts an instantiate or update that is under way. */
export const cloudMoves: Moves = {
  instantiate: { from: { Created: 'Instantiated', Terminated: 'Instantiated', TerminateStopped: 'Instantiated' }, while: idle },
  terminate: {
    from: { Instantiated: 'Terminated', InstantiateStopped: 'Terminated', TerminateStopped: 'Terminated' },
    while: [...running, 'InstantiateStopped', 'TerminateStopped'],
  },
  stop: { from: { Instantiated: 'InstantiateStopped', Terminated: 'TerminateStopped' }, while: unfinished },
  update: {
    from: { Instantiated: 'Instantiated', InstantiateStopped: 'Instantiated' },
    while: ['Instantiated', 'InstantiateFailed', 'InstantiateStopped'],
  },
};

/** Of the networks of a cluster. Source: EMCO's ncm, without its silent successes. */
export const clusterMoves: Moves = {
  apply: { from: { Created: 'Applied', Terminated: 'Applied', TerminateStopped: 'Applied' }, while: idle },
  terminate: {
    from: { Applied: 'Terminated', InstantiateStopped: 'Terminated', TerminateStopped: 'Terminated' },
    while: [...running, 'InstantiateStopped', 'TerminateStopped'],
  },
  stop: { from: { Applied: 'InstantiateStopped', Terminated: 'TerminateStopped' }, while: unfinished },
};
