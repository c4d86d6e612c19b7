import type { Described, Event, Fact, Invariant, Key } from '../../src/contract/index.js';
import { hashText, type Json } from '../../src/world/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';
import { type Look, type Looks, noLooks, type Sight, sightOf } from '../evidence/looks.js';
import { type Acts, actsOf, noteWrite, noWrites, related, type Write, type Writes } from '../evidence/writes.js';

const claim = 'A call that was refused leaves everything as it was.';

/** A look at intent and work together, with the `seq` of the look before: it began after that. */
interface Window {
  readonly after: number;
  readonly seq: number;
  readonly intent: Look;
  readonly work: Look | null;
}

interface Seen extends Judged {
  readonly sight: Sight;
  readonly acts: Acts;
  readonly writes: Writes;
  readonly looks: Looks;
  before: Window | null;
  lastLook: number;
  /** Calls since the window `before` that may have changed something, or were refused. */
  readonly recent: Set<Write>;
}

/**
 * Two rules. What a refused create names is not there at rest, when nobody else can have made it. And between two looks that show one moment each, both with
 * nothing moving, what a refused call was about has the same identity, state and revision, and the same work at the same revision belongs to it, when no
 * other call that may have had an effect on it, on what encloses it or on what is inside it, lies between. Cost: O(facts) a look. Source: I13 Atomicity.
 */
export const refusedCallsLeaveNothing: Invariant<Seen> = {
  name: 'atomicity/refused-calls-leave-nothing',
  id: 'I13',
  claim,
  needs: ['layer:intent'],
  start: (system: Described) => ({
    sight: sightOf(system),
    acts: actsOf(system),
    writes: noWrites(),
    looks: noLooks(),
    before: null,
    lastLook: -1,
    recent: new Set(),
    violations: [],
    judged: 0,
  }),
  see,
  verdict: (seen) => judgement(seen, 'no refused call lay between two looks, or before rest, with nothing else about the same thing'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'invoke' || event.is === 'return' || event.is === 'settled') {
    const write = noteWrite(seen.writes, seen.acts, event);
    if (write !== null && event.is !== 'return') seen.recent.add(write);
  }
  if (event.is === 'facts') looked(seen, event);
  return seen;
}

function looked(seen: Seen, event: Entry<'facts'>): void {
  const { layer, complete, seq, moment, facts } = event;
  seen.looks[layer] = complete ? { seq, moment, facts } : null;
  if (layer === 'intent' && complete && moment === 'rest') creations(seen, event);
  const { intent, work } = seen.looks;
  const isLast = seen.sight.together ? layer === 'work' : layer === 'intent' && seen.sight.atomic;
  if (!isLast || intent === null || (seen.sight.together && work === null)) return;
  const now: Window = { after: seen.lastLook, seq, intent, work: seen.sight.together ? work : null };
  if (seen.before !== null && isStill(seen.before) && isStill(now)) for (const write of seen.recent) between(seen, seen.before, now, write);
  seen.before = now;
  seen.lastLook = seq;
  for (const write of seen.recent) if (write.to < now.after) seen.recent.delete(write);
}

function isStill({ intent, work }: Window): boolean {
  return [...intent.facts, ...(work?.facts ?? [])].every(({ motion }) => motion === 'rest');
}

function isRefused({ outcome, to }: Write): boolean {
  return outcome === 'fail' && Number.isFinite(to);
}

function creations(seen: Seen, event: Entry<'facts'>): void {
  const present = new Set(event.facts.map(({ key }) => key));
  for (const [key, list] of seen.writes.byKey) {
    const refused = list.find((write) => write.verb === 'create' && isRefused(write));
    if (refused === undefined || list.some(({ verb, outcome }) => outcome !== 'fail' && (verb === 'create' || verb === 'replace')))
      continue;
    seen.judged++;
    if (present.has(key) && !wasThere(seen, key, refused)) accuse(seen, `made/${refused.op}`, refused, event.seq);
  }
}

/** What was there before anybody asked was not made by a refused call. */
function wasThere({ before }: Seen, key: Key, refused: Write): boolean {
  return before === null || (before.seq < refused.from && before.intent.facts.some((fact) => fact.key === key));
}

function between(seen: Seen, before: Window, now: Window, refused: Write): void {
  if (!isRefused(refused) || refused.from < before.seq) return;
  for (const other of seen.recent) {
    if (other.outcome !== 'fail' && other.to > before.after && mayMatter(other, refused.key)) return;
  }
  seen.judged++;
  if (stateOf(before, refused.key) !== stateOf(now, refused.key)) accuse(seen, `changed/${refused.op}`, refused, now.seq);
}

/** Drift may reach anything, and a move what its body names, as a migration does the group that it goes to. */
function mayMatter({ verb, key, args }: Write, about: Key): boolean {
  if (verb === 'drift' || related(key, about)) return true;
  return verb === 'move' && JSON.stringify(args).includes(JSON.stringify(about.slice(about.lastIndexOf('/') + 1)));
}

/** What is recorded under the key, and the work that belongs to it. */
function stateOf({ intent, work }: Window, key: Key): number {
  const own = intent.facts.filter((fact) => fact.key === key).map(textOf);
  const works = (work?.facts ?? []).filter((fact) => fact.owner === key).map(workText);
  return hashText(0, [...own, ...works].sort().join('\n'));
}

/** The revision of what has no identity says who does the work, which no call decides. */
function workText({ key, uid, revision }: Fact): string {
  return uid === null ? key : `${key} ${uid} ${revision ?? ''}`;
}

/** Not its references: what a document protects may follow from an approval further up, which a change to its neighbour takes back. */
function textOf({ uid, state, revision }: Fact): string {
  const parts: readonly Json[] = [uid, state, revision];
  return JSON.stringify(parts);
}

function accuse(seen: Seen, what: string, { key, from, to }: Write, seq: number): void {
  blame(seen, { claim, signature: `refused-calls-leave-nothing/${what}`, subjects: [key], events: [from, to, seq] });
}
