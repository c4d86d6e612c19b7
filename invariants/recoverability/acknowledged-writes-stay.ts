import { type Described, type Event, type Invariant, type Key, type Outcome, type Verb, verdictOf, type Verdict, type Violation } from '../../src/contract/index.js';

const claim = 'What was acknowledged and not since deleted is there; what was acknowledged as deleted is gone.';
const writes: ReadonlySet<Verb> = new Set<Verb>(['create', 'replace', 'delete']);

interface Write {
  readonly step: string;
  readonly verb: Verb;
  readonly from: number;
  /** Infinity until the operation is settled for good; an operation of unknown outcome may take effect at any later time. */
  to: number;
  outcome: Outcome;
}

interface Seen {
  /** Verb of each writing operation by name. */
  readonly verbs: Readonly<Record<string, Verb>>;
  readonly writes: Map<Key, Write[]>;
  readonly violations: Violation[];
  judged: number;
}

/**
 * Compares the first complete listing at rest with the history: for each key the last acknowledged write that no other write of the key overlaps or
 * follows. A key whose last writes overlap, or end in nobody knowing, is left out. Cost: O(events).
 * Source: I10 NoLostAck; a 2xx effect survives crash and failover.
 */
export const acknowledgedWritesStay: Invariant<Seen> = {
  name: 'recoverability/acknowledged-writes-stay',
  id: 'I10',
  claim,
  needs: ['layer:intent'],
  start: (system: Described) => ({ verbs: verbsOf(system), writes: new Map(), violations: [], judged: 0 }),
  see,
  verdict: (seen): Verdict => {
    if (seen.violations.length === 0 && seen.judged === 0) return { kind: 'unknown', reason: 'no acknowledged write met a complete listing at rest' };
    return verdictOf(seen.violations);
  },
};

function verbsOf(system: Described): Readonly<Record<string, Verb>> {
  return Object.fromEntries(system.operations.filter((operation) => writes.has(operation.verb)).map((operation) => [operation.name, operation.verb]));
}

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'invoke') invoked(seen, event);
  if (event.is === 'settled') settled(seen, event.step, event.outcome, event.seq);
  if (event.is === 'facts' && event.moment === 'rest' && event.layer === 'intent' && event.complete) compare(seen, event);
  return seen;
}

function invoked(seen: Seen, event: Event & { is: 'invoke' }): void {
  const verb = seen.verbs[event.op];
  if (verb === undefined || event.subject === null) return;
  const known = [...seen.writes.values()].flat().find((write) => write.step === event.step);
  if (known !== undefined) {
    known.to = Number.POSITIVE_INFINITY;
    return;
  }
  const list = seen.writes.get(event.subject) ?? [];
  list.push({ step: event.step, verb, from: event.seq, to: Number.POSITIVE_INFINITY, outcome: 'info' });
  seen.writes.set(event.subject, list);
}

function settled(seen: Seen, step: string, outcome: Outcome, seq: number): void {
  for (const list of seen.writes.values()) {
    const write = list.find((each) => each.step === step);
    if (write === undefined) continue;
    write.outcome = outcome;
    write.to = outcome === 'info' ? Number.POSITIVE_INFINITY : seq;
  }
}

function compare(seen: Seen, event: Event & { is: 'facts' }): void {
  const present = new Set(event.facts.map((fact) => fact.key));
  for (const [key, list] of seen.writes) {
    const last = lastCertain(list);
    if (last === null) continue;
    seen.judged++;
    const wanted = last.verb !== 'delete';
    if (present.has(key) === wanted) continue;
    const what = wanted ? 'lost' : 'came-back';
    seen.violations.push({ claim, signature: `acknowledged-writes-stay/${what}/${kindOf(key)}`, subjects: [key], events: [last.from, last.to, event.seq] });
  }
}

/** The acknowledged write that every other effective write of the key precedes; null when there is none. */
function lastCertain(list: readonly Write[]): Write | null {
  const effective = list.filter((write) => write.outcome !== 'fail');
  const last = effective.reduce<Write | null>((best, write) => (best === null || write.from > best.from ? write : best), null);
  if (last === null || last.outcome !== 'ok') return null;
  return effective.every((write) => write === last || write.to < last.from) ? last : null;
}

function kindOf(key: Key): string {
  const segments = key.split('/');
  return segments[segments.length - 2] ?? key;
}
