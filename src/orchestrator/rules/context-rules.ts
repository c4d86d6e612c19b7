// What decides about contexts: what they hold on to, when their items go, and who speaks for the servers that they are on.
import type { Revision } from '../state/context.js';
import type { Server, Verb } from '../wire/command.js';
import type { ContextStatus } from './state-rules.js';

/** The tables that a snapshot holds; indexes are built anew. */
export type Table = 'documents' | 'contexts' | 'servers' | 'answers' | 'audit';

export interface ContextRules {
  /** Whether the context of a deployment intent group stands in the way of taking its cloud down. */
  blocksCloud(status: ContextStatus): boolean;
  /** What tells the objects that contexts want apart. */
  placeOf(server: Server, resource: string): string;
  /** Whether what an update dropped goes now: `before` is the status until now, `arrived` whether all that is wanted is there, `done` whether it was in place itself. */
  retires(before: ContextStatus, arrived: boolean, done: boolean): boolean;
  /** Whether a terminate takes an item along; `stale` is what an update dropped and has not taken away yet. */
  terminates(stale: boolean): boolean;
  /** Whether a context is taken back because a cluster did not answer: `status` is its own, `reason` that of the report. What was asked may have been done. */
  takesBack(status: ContextStatus, reason: string): boolean;
  /** Whether forgetting a cluster gives up an item there. */
  releases(want: 'present' | 'absent'): boolean;
  /** Whether `other` is the context `id`, which goes with its document. */
  wipes(id: string, other: string): boolean;
  /** The number of a new revision; `highest` is the highest that the document ever had. */
  nextRevision(highest: number, verb: Verb): number;
  /** What a rollback goes back to; undefined when there is no such revision. */
  revisionFor(revisions: readonly Revision[], asked: number): Revision | undefined;
  /** The epoch of a new grant of a server. */
  nextEpoch(epoch: number): number;
  /** Whether the reports of `asker` about a server count that `holder` was granted. */
  speaksFor(holder: string | null, asker: string): boolean;
  readonly inSnapshot: readonly Table[];
}

export const correctContextRules: ContextRules = {
  blocksCloud: (status) => status !== 'Terminated',
  placeOf: (server, resource) => `${server} ${resource}`,
  retires: (_before, arrived, done) => arrived || !done,
  terminates: () => true,
  takesBack: () => false,
  releases: () => true,
  wipes: (id, other) => other === id,
  nextRevision: (highest) => highest + 1,
  revisionFor: (revisions, asked) => revisions.find((each) => each.revision === asked),
  nextEpoch: (epoch) => epoch + 1,
  speaksFor: (holder, asker) => holder === asker,
  inSnapshot: ['documents', 'contexts', 'servers', 'answers', 'audit'],
};
