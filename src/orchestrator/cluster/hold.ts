// Finalizers that policies put on what is deleted: it is there, going, until the policy is lifted or somebody takes the finalizer off by hand.
import type { ClusterState, Stored } from './cluster-state.js';
import { meetRule } from './policies.js';
import { finalizersOf } from './stored.js';
import type { Turn } from './turn.js';

const prefix = 'policies.cluster.local/';

/** The finalizer with which a deletion leaves the object; none for most. */
export function holdersOf(turn: Turn, stored: Stored): readonly string[] {
  if (turn.state.policies.length === 0 || stored.deleting) return [];
  const met = meetRule(turn, 'hold', 'delete', stored.type.plural);
  return met === null || finalizersOf(stored.object).includes(prefix + met.policy) ? [] : [prefix + met.policy];
}

/** Whether a finalizer is that of a policy which is no longer there. */
export function isReleased({ policies }: Pick<ClusterState, 'policies'>, finalizer: string): boolean {
  return finalizer.startsWith(prefix) && !policies.some(({ name }) => prefix + name === finalizer);
}
