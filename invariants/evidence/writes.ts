// Who wrote what, when: one record for each operation that may change something, with the stretch of history in which its effect lies. An effect that
// nobody can rule out reaches to the end of time, so that whatever overlaps it proves nothing.
import type { Described, Key, Outcome, Verb } from '../../src/contract/index.js';
import { hashJson, type Json } from '../../src/world/index.js';
import type { Entry } from './blame.js';

export interface Act {
  readonly op: string;
  readonly kind: string;
  readonly verb: Verb;
  readonly retry: 'key' | 'natural' | 'never';
  readonly reads: 'linearizable' | 'eventual' | 'none';
}

/** What the operations of a system are, by name. */
export type Acts = ReadonlyMap<string, Act>;

export interface Write extends Act {
  readonly step: string;
  readonly key: Key;
  readonly args: Json;
  /** `seq` of the first attempt. */
  readonly from: number;
  /** `seq` after which it has no effect any more; Infinity while that cannot be said. */
  to: number;
  /** `fail` only when no attempt can have had an effect. */
  outcome: Outcome;
  attempts: number;
  /** Attempts that ended with nobody knowing. */
  doubts: number;
  /** It was refused for good after an attempt in doubt. */
  refusedLate: boolean;
  status: number | null;
  /** Hash of what a success answered with, null where that was nothing. */
  answer: number | null;
}

export interface Writes {
  readonly byKey: Map<Key, Write[]>;
  readonly byStep: Map<string, Write>;
}

const changing: ReadonlySet<Verb> = new Set<Verb>(['create', 'replace', 'delete', 'move', 'drift']);

/** Acts about one resource that the system answers for: changes, and reads of the newest. */
export function isOfOne({ verb, reads }: Act): boolean {
  return verb !== 'list' && verb !== 'drift' && (verb !== 'read' || reads === 'linearizable');
}

export function noWrites(): Writes {
  return { byKey: new Map(), byStep: new Map() };
}

export function actsOf(system: Described, wanted: (act: Act) => boolean = ({ verb }) => changing.has(verb)): Acts {
  const acts = system.operations.map(({ name, kind, verb, retry, reads }): Act => ({ op: name, kind, verb, retry, reads }));
  return new Map(acts.filter(wanted).map((act) => [act.op, act]));
}

/** Takes one entry of the history; the write that it was about, or null. Cost: O(1). */
export function noteWrite(writes: Writes, acts: Acts, event: Entry<'invoke' | 'return' | 'settled'>): Write | null {
  if (event.is === 'invoke') return invoked(writes, acts, event);
  const write = writes.byStep.get(event.step);
  if (write === undefined) return null;
  if (event.is === 'return') returned(write, event);
  else settled(write, event.outcome, event.seq);
  return write;
}

function invoked(writes: Writes, acts: Acts, { step, op, subject, args, seq }: Entry<'invoke'>): Write | null {
  const known = writes.byStep.get(step);
  if (known !== undefined) {
    known.attempts++;
    known.to = Number.POSITIVE_INFINITY;
    return known;
  }
  const act = acts.get(op);
  if (act === undefined || subject === null) return null;
  const write: Write = {
    op: act.op,
    kind: act.kind,
    verb: act.verb,
    retry: act.retry,
    reads: act.reads,
    step,
    key: subject,
    args,
    from: seq,
    to: Number.POSITIVE_INFINITY,
    outcome: 'info',
    attempts: 1,
    doubts: 0,
    refusedLate: false,
    status: null,
    answer: null,
  };
  writes.byStep.set(step, write);
  const list = writes.byKey.get(subject);
  if (list === undefined) writes.byKey.set(subject, [write]);
  else list.push(write);
  return write;
}

function returned(write: Write, { outcome, status, answer }: Entry<'return'>): void {
  if (outcome === 'info') write.doubts++;
  write.status = status;
  write.answer = outcome === 'ok' && typeof answer === 'object' && answer !== null ? hashJson(0, answer) : null;
}

/** A key makes of all attempts one; without one, an attempt in doubt may still arrive after another was answered. */
function settled(write: Write, outcome: Outcome, seq: number): void {
  const doubted = write.doubts > 0;
  write.refusedLate = outcome === 'fail' && doubted;
  write.outcome = write.refusedLate ? 'info' : outcome;
  const over = outcome === 'ok' ? !doubted || write.retry === 'key' : outcome === 'fail' && !doubted;
  write.to = over ? seq : Number.POSITIVE_INFINITY;
}

/** The keys that enclose `key`, innermost first: `/a/b` and `/a` for `/a/b/c`. */
export function enclosing(key: Key): readonly Key[] {
  const keys: Key[] = [];
  for (let end = key.lastIndexOf('/'); end > 0; end = key.lastIndexOf('/', end - 1)) keys.push(key.slice(0, end));
  return keys;
}

/** Whether one of the keys is the other, or lies in it. */
export function related(one: Key, other: Key): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return long.startsWith(short) && (long.length === short.length || long[short.length] === '/');
}

/** The deletes of what encloses `key` that may have had an effect at or after `since`: they may have taken it along. */
export function deletedAbove(writes: Writes, key: Key, since: number): boolean {
  return enclosing(key).some((above) =>
    (writes.byKey.get(above) ?? []).some(({ verb, outcome, to }) => verb === 'delete' && outcome !== 'fail' && to >= since),
  );
}
