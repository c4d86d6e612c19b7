import type { Json, NodeId } from '../world/index.js';

/** The recorded intent, the work that the system has set itself, and what is actually there. */
export type Layer = 'intent' | 'work' | 'actual';

/** `kind/path` as the system names it, never a symbol of the plan: `/projects/p1/logical-clouds/l1`. */
export type Key = string;

/** One thing observed in one layer, read from the system's own answers. */
export interface Fact {
  readonly layer: Layer;
  readonly key: Key;
  readonly kind: string;
  /** Identity beyond the name: a new one each time the thing is created again. Null where the layer has none. */
  readonly uid: string | null;
  /** The key (same layer or the one above) that this thing belongs to, null for a root. */
  readonly owner: Key | null;
  readonly refs: readonly Key[];
  /** The life-cycle state, in the system's own word. */
  readonly state: string;
  readonly motion: 'rest' | 'moving' | 'blocked';
  /** The node whose absence blocks it. */
  readonly blockedOn: NodeId | null;
  readonly revision: number | null;
  /** How many entries it keeps of what was done to it; absent where it keeps none. */
  readonly kept?: number;
  readonly body: Json;
}
