import type { Described, Fact, Key, Layer } from '../../src/contract/index.js';
import type { Entry } from './blame.js';

/** The newest complete look at each layer, null where there was none. */
export interface Looks {
  intent: Look | null;
  work: Look | null;
  actual: Look | null;
}

export interface Look {
  readonly seq: number;
  readonly moment: Entry<'facts'>['moment'];
  readonly facts: readonly Fact[];
}

export function noLooks(): Looks {
  return { intent: null, work: null, actual: null };
}

/** Keeps a look that may prove an absence; an incomplete one takes the place of an older one, because what it did not show may have changed. */
export function keepLook(looks: Looks, { layer, complete, seq, moment, facts }: Entry<'facts'>): void {
  looks[layer] = complete ? { seq, moment, facts } : null;
}

/** The keys of every layer that was seen. */
export function keysIn(...looks: readonly (Look | null)[]): ReadonlySet<Key> {
  const keys = new Set<Key>();
  for (const look of looks) for (const fact of look?.facts ?? []) keys.add(fact.key);
  return keys;
}

/** What a system can show of itself, and how it is read. */
export interface Sight {
  readonly layers: readonly Layer[];
  /** The intent is one answer of a linearizable read: it shows one moment, also while calls are under way. */
  readonly atomic: boolean;
  /** Intent and work are read from the same single answer. */
  readonly together: boolean;
}

export function sightOf(system: Described): Sight {
  const observations = system.observe(system.topology({}));
  const intent = observations.find((each) => each.layer === 'intent')?.looks ?? [];
  const work = observations.find((each) => each.layer === 'work')?.looks ?? [];
  const reads = system.operations.find((operation) => operation.name === intent[0]?.op)?.reads;
  const atomic = intent.length === 1 && reads === 'linearizable';
  return {
    layers: observations.map((each) => each.layer),
    atomic,
    together: atomic && work.length === 1 && JSON.stringify(work) === JSON.stringify(intent),
  };
}
