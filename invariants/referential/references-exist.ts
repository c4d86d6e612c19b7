import type { Described, Event, Fact, Invariant, Kind } from '../../src/contract/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';
import { keepLook, keysIn, type Look, type Looks, noLooks, type Sight, sightOf } from '../evidence/looks.js';
import { type Acts, actsOf, noteWrite, noWrites, type Write, type Writes } from '../evidence/writes.js';
import { named, textAt } from './named.js';

const claim = 'Whatever a recorded thing belongs to or names exists, and nothing is recorded without its content.';

interface Seen extends Judged {
  readonly sight: Sight;
  readonly acts: Acts;
  readonly refs: Readonly<Record<string, Kind['refs']>>;
  readonly looks: Looks;
  readonly writes: Writes;
  /** `kind name` of everything that a call tried to make or to delete. */
  readonly tried: Set<string>;
  /** Kinds that have been seen with content. */
  readonly full: Set<string>;
  /** Acknowledged writes whose references no look has been held against yet. */
  readonly fresh: Write[];
}

/**
 * At every look that shows one moment (a single linearizable answer), else at rest alone: the owner and the references of each intent fact are keys of
 * facts, and so are the references of each work fact; what a body names without a reference was at least tried to be made (`Kind.refs`, those that must exist at-create). A name is the last segment of a key.
 * Cost: O(facts) a look. Source: I1 RefInt.
 */
export const referencesExist: Invariant<Seen> = {
  name: 'referential/references-exist',
  id: 'I1',
  claim,
  needs: ['layer:intent', 'refs'],
  start,
  see,
  verdict: (seen) => judgement(seen, 'no complete look at the intent showed a single moment'),
};

function start(system: Described): Seen {
  const refs = system.kinds.map((kind) => [kind.name, kind.refs.filter(({ mustExist }) => mustExist === 'at-create')] as const);
  return {
    sight: sightOf(system),
    acts: actsOf(system),
    refs: Object.fromEntries(refs.filter(([, list]) => list.length > 0)),
    looks: noLooks(),
    writes: noWrites(),
    tried: new Set(),
    full: new Set(),
    fresh: [],
    violations: [],
    judged: 0,
  };
}

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'invoke' || event.is === 'return' || event.is === 'settled') noteCall(seen, event);
  if (event.is === 'facts') looked(seen, event);
  if (event.is === 'rest' && event.moment === 'rest' && event.reached) judge(seen, seen.looks.intent, seen.looks.work);
  return seen;
}

function noteCall(seen: Seen, event: Entry<'invoke' | 'return' | 'settled'>): void {
  const write = noteWrite(seen.writes, seen.acts, event);
  if (write === null) return;
  if (event.is === 'invoke' && write.attempts === 1 && write.verb !== 'drift') seen.tried.add(named(write.kind, write.key));
  const isMade = event.is === 'settled' && event.outcome === 'ok' && (write.verb === 'create' || write.verb === 'replace');
  if (isMade && seen.refs[write.kind] !== undefined) seen.fresh.push(write);
}

function looked(seen: Seen, event: Entry<'facts'>): void {
  keepLook(seen.looks, event);
  const { intent, work } = seen.looks;
  if (!seen.sight.atomic || intent === null) return;
  if (event.layer === 'intent' && !seen.sight.layers.includes('work')) judge(seen, intent, null);
  if (event.layer === 'work' && seen.sight.together && work !== null) judge(seen, intent, work);
}

function judge(seen: Seen, intent: Look | null, work: Look | null): void {
  if (intent === null || (seen.sight.layers.includes('work') && work === null)) return;
  seen.judged++;
  const keys = keysIn(intent, work);
  const roots = new Set(intent.facts.map(({ key }) => rootOf(key)));
  for (const fact of intent.facts) {
    const broken = brokenIn(seen, fact, keys, roots);
    if (fact.body !== null) seen.full.add(fact.kind);
    if (broken !== null) accuse(seen, `${broken.what}/${fact.kind}`, [fact.key, ...broken.keys], [intent.seq]);
  }
  for (const { kind, key, refs } of work?.facts ?? []) {
    const missing = refs.find((ref) => !keys.has(ref));
    if (missing !== undefined) accuse(seen, `dangling/${kind}`, [key, missing], [intent.seq]);
  }
  judgeNames(seen, intent);
}

function brokenIn(
  seen: Seen,
  { kind, key, owner, refs, body }: Fact,
  keys: ReadonlySet<string>,
  roots: ReadonlySet<string>,
): { readonly what: string; readonly keys: readonly string[] } | null {
  if (owner !== null && !keys.has(owner)) return { what: 'parent-missing', keys: [owner] };
  const missing = refs.find((ref) => !keys.has(ref));
  if (missing !== undefined) return { what: roots.has(rootOf(missing)) ? 'dangling' : 'lost-work', keys: [missing] };
  return body === null && seen.full.has(kind) ? { what: 'without-content', keys: [key] } : null;
}

/** What acknowledged writes name, though nothing of that kind and name is there or was ever asked for. */
function judgeNames(seen: Seen, intent: Look): void {
  if (seen.fresh.length === 0) return;
  const there = new Set(intent.facts.map(({ kind, key }) => named(kind, key)));
  for (const { kind, key, args, from, to } of seen.fresh.splice(0)) {
    for (const ref of seen.refs[kind] ?? []) {
      const name = textAt(args, ref.field);
      if (name === null || there.has(`${ref.kind} ${name}`) || seen.tried.has(`${ref.kind} ${name}`)) continue;
      accuse(seen, `dangling/${kind}`, [key], [from, to, intent.seq].filter(Number.isFinite));
    }
  }
}

function accuse(seen: Seen, what: string, subjects: readonly string[], events: readonly number[]): void {
  blame(seen, { claim, signature: `references-exist/${what}`, subjects, events });
}

/** The first segment of a key tells layers of a system apart. */
function rootOf(key: string): string {
  return key.split('/').find((segment) => segment !== '') ?? '';
}
