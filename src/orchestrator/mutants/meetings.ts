// Which recorded state can stand beside which status of a context: of all that a change of the table of moves allows, only these can be met.
import type { ContextStatus } from '../rules/index.js';

const live = ['Instantiating', 'Instantiated', 'InstantiateFailed', 'Updating'] as const;

/** By recorded state. `Lost` stands beside nothing, and a stopped context may still be told that it is finished. */
export const meetings: Readonly<Record<string, readonly ContextStatus[]>> = {
  Created: ['None'],
  Approved: ['None'],
  Instantiated: live,
  Applied: live,
  InstantiateStopped: ['InstantiateStopped'],
  Terminated: ['Terminating', 'Terminated'],
  TerminateStopped: ['TerminateStopped', 'Terminated'],
  Updated: ['None'],
};

/** Every status that some document's context can have. */
export const statuses: readonly ContextStatus[] = [...new Set(Object.values(meetings).flat())].sort();

/** The recorded states of a kind with a life cycle. */
export function statesOf(kind: string): readonly string[] {
  const stopped = ['InstantiateStopped', 'Terminated', 'TerminateStopped'];
  if (kind === 'cluster') return ['Created', 'Applied', ...stopped];
  return kind === 'logical-cloud'
    ? ['Created', 'Instantiated', ...stopped]
    : ['Created', 'Approved', 'Instantiated', ...stopped, 'Updated'];
}

export function meet(state: string, among: readonly ContextStatus[]): boolean {
  return (meetings[state] ?? []).some((status) => among.includes(status));
}
