import type { Described, Event, Fact, Invariant, Layer } from '../../src/contract/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';
import { type Forgotten, isForgotten, noteForgotten, nothingForgotten } from '../evidence/forgotten.js';
import { keepLook, keysIn, type Looks, noLooks } from '../evidence/looks.js';

const claim = 'At rest everything that works or is there belongs to something recorded above it, and after the teardown nothing is left.';

interface Seen extends Judged {
  readonly looks: Looks;
  readonly layers: readonly Layer[];
  readonly forgotten: Forgotten;
}

/**
 * Judged when rest is reached after healing (so after a sweep of the system's own, which `bounds.stay` covers): the owner of each work and actual fact is a
 * key of the same layer or of one above; and once the teardown has ended well: no actual fact is left, and no work fact with an owner that is gone.
 * A fact whose owner is null is a root; what is on a cluster that was forgotten is nobody's. Cost: O(facts), twice a run. Source: I3 NoOrphan.
 */
export const nothingIsOrphaned: Invariant<Seen> = {
  name: 'orphan/nothing-is-orphaned',
  id: 'I3',
  claim,
  needs: ['layer:intent', 'layer:work|actual'],
  start: (system: Described) => ({
    looks: noLooks(),
    layers: system.observe(system.topology({})).map(({ layer }) => layer),
    forgotten: nothingForgotten(system),
    violations: [],
    judged: 0,
  }),
  see,
  verdict: (seen) => judgement(seen, 'no complete look at every layer was taken at rest'),
};

function see(seen: Seen, event: Event): Seen {
  noteForgotten(seen.forgotten, event);
  if (event.is === 'facts' && (event.moment === 'rest' || event.moment === 'empty')) keepLook(seen.looks, event);
  if (event.is === 'rest' && event.moment === 'rest' && event.reached) atRest(seen, event);
  if (event.is === 'round' && event.of === 'janitor' && event.ok) emptied(seen, event);
  return seen;
}

/** The layers below the intent, from the upper one down; null when one of them was not seen whole. */
function below(seen: Seen): readonly (readonly Fact[])[] | null {
  const layers = (['work', 'actual'] as const).filter((layer) => seen.layers.includes(layer));
  const looks = layers.flatMap((layer) => seen.looks[layer] ?? []);
  return seen.looks.intent === null || layers.length === 0 || looks.length < layers.length ? null : looks.map(({ facts }) => facts);
}

function atRest(seen: Seen, event: Entry<'rest'>): void {
  const layers = below(seen);
  if (layers === null) return;
  seen.judged++;
  const { intent, work, actual } = seen.looks;
  const keys = keysIn(intent, work, actual);
  for (const fact of layers.flat()) {
    if (fact.owner === null || keys.has(fact.owner) || isNobodys(seen, fact)) continue;
    accuse(seen, `${fact.layer}/${fact.kind}`, fact, event.seq);
  }
}

function emptied(seen: Seen, event: Entry<'round'>): void {
  const layers = below(seen);
  if (layers === null || seen.looks.intent?.moment !== 'empty') return;
  seen.judged++;
  if (seen.violations.length > 0) return;
  const keys = keysIn(seen.looks.intent, seen.looks.work);
  for (const fact of layers.flat()) {
    const isLeft = fact.layer === 'actual' || (fact.owner !== null && !keys.has(fact.owner));
    if (isLeft && !isNobodys(seen, fact)) accuse(seen, `left/${fact.kind}`, fact, event.seq);
  }
}

function isNobodys({ forgotten }: Seen, { layer, key }: Fact): boolean {
  return layer === 'actual' && isForgotten(forgotten, key);
}

function accuse(seen: Seen, what: string, { key, owner }: Fact, seq: number): void {
  const subjects = owner === null ? [key] : [key, owner];
  blame(seen, { claim, signature: `nothing-is-orphaned/${what}`, subjects, events: [seq] });
}
