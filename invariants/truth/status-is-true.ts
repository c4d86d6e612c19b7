import type { Described, Event, Fact, Invariant, Key } from '../../src/contract/index.js';
import type { Micros, NodeId } from '../../src/world/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';
import { type Claims, claimsOf, saysGone } from '../evidence/claims.js';
import { type Forgotten, isForgotten, noteForgotten, nothingForgotten } from '../evidence/forgotten.js';
import { keepLook, type Look, type Looks, noLooks } from '../evidence/looks.js';

const claim = 'What a status reports as ready is there, and what it reports as gone is not.';

interface Said {
  readonly kind: string;
  readonly uid: string | null;
  readonly revision: number | null;
  readonly state: string;
  readonly gone: Claims['gone'];
}

/** An actual fact that was there although it was said to be gone. */
interface Ghost {
  readonly uid: string | null;
  readonly seq: number;
  readonly at: Micros;
}

interface Seen extends Judged {
  readonly stay: Micros;
  /** What the work layer said at the newest look, and at the one before. */
  said: Map<Key, Said>;
  saidBefore: Map<Key, Said>;
  /** Uid of each actual fact when it was last seen while nothing said that it was gone. */
  readonly known: Map<Key, string>;
  ghosts: Map<Key, Ghost>;
  readonly looks: Looks;
  readonly forgotten: Forgotten;
  /** Faults that were asked for and are not healed, and when one last began or ended. */
  readonly open: Set<string>;
  disturbedAt: Micros;
}

/**
 * Reads the claims in the bodies of work facts (see `Claims`). Gone: judged at every look below, against what was said before the look began and is still said
 * by the same work at the same revision. What is said to be gone and still going is there. What comes late from a call in doubt is swept up by the system, so it counts only when it has the identity that it had
 * before it was said to be gone, or is still there after `bounds.stay` in which nothing was broken; what a fault that rewinds put back has none from before. Ready, and gone: judged when rest is reached after healing, which lasted for `bounds.stay`. What is on a cluster that was forgotten proves nothing. Cost: O(facts) a look. Source: I12 Truthful status.
 */
export const statusIsTrue: Invariant<Seen> = {
  name: 'truth/status-is-true',
  id: 'I12',
  claim,
  needs: ['layer:work', 'layer:actual'],
  start: (system: Described) => ({
    stay: system.bounds.stay,
    said: new Map(),
    saidBefore: new Map(),
    known: new Map(),
    ghosts: new Map(),
    looks: noLooks(),
    forgotten: nothingForgotten(system),
    open: new Set(),
    disturbedAt: 0,
    violations: [],
    judged: 0,
  }),
  see,
  verdict: (seen) => judgement(seen, 'no status that claims anything was held against a look below'),
};

function see(seen: Seen, event: Event): Seen {
  noteForgotten(seen.forgotten, event);
  if (event.is === 'facts') {
    if (event.moment === 'rest') keepLook(seen.looks, event);
    if (event.layer === 'work' && event.complete) hear(seen, event);
    if (event.layer === 'actual') lookBelow(seen, event);
  }
  if (event.is === 'fault') disturb(seen, event);
  if (event.is === 'phase' && event.phase === 'heal') seen.open.clear();
  if (event.is === 'fault' && event.rewinds === true && event.phase !== 'asked') forgetOn(seen, event.on);
  if (event.is === 'rest' && event.moment === 'rest' && event.reached) atRest(seen, event);
  return seen;
}

function hear(seen: Seen, { facts }: Entry<'facts'>): void {
  seen.saidBefore = seen.said;
  seen.said = new Map();
  for (const fact of facts) {
    const { kind, uid, revision, state } = fact;
    const { gone } = claimsOf(fact);
    if (gone.length > 0) seen.said.set(fact.key, { kind, uid, revision, state, gone });
  }
}

/** Who is kept from sweeping cannot be asked to have swept; what stays all the same is judged when rest is reached. */
function disturb(seen: Seen, { step, phase, at }: Entry<'fault'>): void {
  if (phase === 'asked') seen.open.add(step);
  if (phase === 'healed' || phase === 'refused') seen.open.delete(step);
  seen.disturbedAt = at;
}

/** Somebody put back what these nodes held before: no identity there proves when it came. The first segment of a key is the node. */
function forgetOn({ known, ghosts }: Seen, nodes: readonly NodeId[]): void {
  for (const uids of [known, ghosts]) for (const key of uids.keys()) if (nodes.includes(key.slice(0, key.indexOf('/')))) uids.delete(key);
}

function lookBelow(seen: Seen, event: Entry<'facts'>): void {
  const ghosts = new Map<Key, Ghost>();
  for (const fact of event.facts) {
    if (isForgotten(seen.forgotten, fact.key)) continue;
    if (!isSaidGone(seen, fact)) {
      if (fact.uid !== null && !seen.said.has(fact.owner ?? '')) seen.known.set(fact.key, fact.uid);
      continue;
    }
    const ghost = seen.ghosts.get(fact.key);
    const since = ghost !== undefined && ghost.uid === fact.uid ? ghost : { uid: fact.uid, seq: event.seq, at: event.at };
    ghosts.set(fact.key, since);
    const isOld = fact.uid !== null && seen.known.get(fact.key) === fact.uid;
    const isLeft = fact.motion === 'rest' && seen.open.size === 0 && event.at - Math.max(since.at, seen.disturbedAt) >= seen.stay;
    if (isOld || isLeft)
      accuse(seen, `gone-but-there/${seen.said.get(fact.owner ?? '')?.kind ?? ''}`, [fact.key, fact.owner ?? ''], [since.seq, event.seq]);
  }
  if (seen.said.size > 0) seen.judged++;
  seen.ghosts = ghosts;
}

/** Said at the look before, and still said. */
function isSaidGone({ said, saidBefore }: Seen, { owner, key }: Fact): boolean {
  const now = said.get(owner ?? '');
  const before = saidBefore.get(owner ?? '');
  if (now === undefined || before === undefined) return false;
  const isSame = now.uid === before.uid && now.revision === before.revision && now.state === before.state;
  const isGone = ({ gone }: Said): boolean => saysGone({ gone, wanted: null, ready: false, wantedDigests: {} }, key);
  return isSame && isGone(before) && isGone(now);
}

function atRest(seen: Seen, event: Entry<'rest'>): void {
  const { work, actual } = seen.looks;
  if (work === null || actual === null) return;
  const there = new Map(actual.facts.map((fact) => [fact.key, fact]));
  for (const fact of work.facts) {
    const { ready, wanted } = claimsOf(fact);
    if (!ready || wanted === null) continue;
    seen.judged++;
    const missing = wanted.find((key) => there.get(key)?.owner !== fact.key && !isForgotten(seen.forgotten, key));
    if (missing !== undefined) accuse(seen, `ready-but-missing/${fact.kind}`, [missing, fact.key], [work.seq, event.seq]);
  }
  leftAtRest(seen, actual, new Map(work.facts.map((fact) => [fact.key, fact])));
}

/** Rest lasted for `bounds.stay` with everything as it is: whatever came late was swept up. */
function leftAtRest(seen: Seen, actual: Look, work: ReadonlyMap<Key, Fact>): void {
  for (const { key, owner, motion } of actual.facts) {
    const said = work.get(owner ?? '');
    if (said === undefined || motion !== 'rest' || isForgotten(seen.forgotten, key) || !saysGone(claimsOf(said), key)) continue;
    accuse(seen, `gone-but-there/${said.kind}`, [key, said.key], [actual.seq]);
  }
}

function accuse(seen: Seen, what: string, subjects: readonly Key[], events: readonly number[]): void {
  blame(seen, { claim, signature: `status-is-true/${what}`, subjects, events });
}
