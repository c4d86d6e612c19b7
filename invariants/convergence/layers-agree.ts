import type { Described, Event, Fact, Invariant, Key } from '../../src/contract/index.js';
import { hashJson } from '../../src/world/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';
import { type Claims, claimsOf, saysGone } from '../evidence/claims.js';
import { type Forgotten, isForgotten, noteForgotten, nothingForgotten } from '../evidence/forgotten.js';
import { keepLook, type Looks, noLooks } from '../evidence/looks.js';
import { unrestOf } from '../evidence/unrest.js';

const claim =
  'Once healed, the system comes to rest within its bound, and then what is recorded, what was set to work and what is there agree.';

interface Seen extends Judged {
  readonly looks: Looks;
  readonly forgotten: Forgotten;
}

/**
 * Judged once, when the wait for rest after healing ends. Each work fact is held against the actual facts by what it claims in its body (see `Claims`): what is
 * wanted is there, owned by it and as wanted; where all is ready, nothing else is owned by it. An actual fact that mirrors an intent fact (same key and kind) has
 * the same body, and in a kind that is mirrored none is missing. Work that an intent fact names as its own, and that is not over, is at its revision. What a status says falsely of itself (`ready`, `gone`) is left to truth/status-is-true,
 * and what is on a cluster that was forgotten to nobody.
 * Cost: O(facts), once. Source: I4 Converge.
 */
export const layersAgree: Invariant<Seen> = {
  name: 'convergence/layers-agree',
  id: 'I4',
  claim,
  needs: ['layer:intent', 'layer:actual'],
  start: (system: Described) => ({ looks: noLooks(), forgotten: nothingForgotten(system), violations: [], judged: 0 }),
  see,
  verdict: (seen) => judgement(seen, 'the run never waited for rest with every layer in sight'),
};

function see(seen: Seen, event: Event): Seen {
  noteForgotten(seen.forgotten, event);
  if (event.is === 'facts' && event.moment === 'rest') keepLook(seen.looks, event);
  if (event.is !== 'rest' || event.moment !== 'rest') return seen;
  if (event.reached) atRest(seen, event);
  else blame(seen, unrestOf(claim, event));
  return seen;
}

function atRest(seen: Seen, event: Entry<'rest'>): void {
  const { intent, work, actual } = seen.looks;
  if (intent === null || actual === null) return;
  seen.judged++;
  const owned = byOwner(actual.facts);
  const there = new Map(actual.facts.map((fact) => [fact.key, fact]));
  for (const fact of work?.facts ?? []) compareWork(seen, fact, there, owned.get(fact.key) ?? [], event.seq);
  compareMirrors(seen, intent.facts, there, event.seq);
  compareRevisions(seen, intent.facts, work?.facts ?? [], event.seq);
}

function byOwner(facts: readonly Fact[]): ReadonlyMap<Key, readonly Fact[]> {
  const owned = new Map<Key, Fact[]>();
  for (const fact of facts) {
    const list = owned.get(fact.owner ?? '');
    if (list === undefined) owned.set(fact.owner ?? '', [fact]);
    else list.push(fact);
  }
  return owned;
}

function compareWork(seen: Seen, fact: Fact, there: ReadonlyMap<Key, Fact>, owned: readonly Fact[], seq: number): void {
  const claims = claimsOf(fact);
  if (claims.wanted === null) return;
  for (const key of claims.wanted) {
    if (isForgotten(seen.forgotten, key)) continue;
    const found = there.get(key);
    const isThere = found !== undefined && found.owner === fact.key;
    if (!isThere && !claims.ready) accuse(seen, 'missing', fact, key, seq);
    if (isThere && !isAsWanted(claims, found)) accuse(seen, 'different', fact, key, seq);
  }
  const wanted = new Set(claims.wanted);
  for (const { key } of claims.ready ? owned : [])
    if (!wanted.has(key) && !saysGone(claims, key) && !isForgotten(seen.forgotten, key)) accuse(seen, 'unwanted', fact, key, seq);
}

function isAsWanted({ wantedDigests }: Claims, found: Fact): boolean {
  const digest = wantedDigests[found.key];
  return digest === undefined || digest === hashJson(0, found.body);
}

function compareMirrors(seen: Seen, intents: readonly Fact[], there: ReadonlyMap<Key, Fact>, seq: number): void {
  const mirrored = new Set<string>();
  for (const { kind, key, owner } of there.values()) if (owner === key) mirrored.add(kind);
  for (const fact of intents) {
    const copy = there.get(fact.key);
    if (copy === undefined && mirrored.has(fact.kind)) accuse(seen, 'missing', fact, fact.key, seq);
    if (copy?.owner === fact.key && hashJson(0, copy.body) !== hashJson(0, fact.body)) accuse(seen, 'different', fact, fact.key, seq);
  }
}

function compareRevisions(seen: Seen, intents: readonly Fact[], works: readonly Fact[], seq: number): void {
  const owners = new Map(intents.map((fact) => [fact.key, fact]));
  for (const fact of works) {
    const owner = owners.get(fact.owner ?? '');
    const isOver = claimsOf(fact).gone === 'all';
    if (isOver || owner === undefined || owner.revision === null || fact.revision === null || !owner.refs.includes(fact.key)) continue;
    if (owner.revision !== fact.revision) accuse(seen, 'other-revision', owner, fact.key, seq);
  }
}

function accuse(seen: Seen, what: string, { kind, key }: Fact, other: Key, seq: number): void {
  blame(seen, { claim, signature: `layers-agree/${what}/${kind}`, subjects: [key, other], events: [seq] });
}
