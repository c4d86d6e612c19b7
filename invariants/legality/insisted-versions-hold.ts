import type { Described, Event, Invariant, Key } from '../../src/contract/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';
import { type Acts, actsOf, isOfOne, noteWrite, noWrites, type Write, type Writes } from '../evidence/writes.js';

const claim = 'A call that insists on a version is carried out on that version or not at all.';

/** A version that was certainly current at some time between two entries of the history; null: none, for it was deleted. */
interface Sight {
  readonly tag: string | null;
  readonly step: string;
  readonly from: number;
  readonly to: number;
}

interface Seen extends Judged {
  readonly acts: Acts;
  readonly writes: Writes;
  /** The version that a call insists on, and the one that its answer told of, by step. */
  readonly insists: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly sights: Map<Key, Sight[]>;
}

/** Sights of one key beyond this are not needed to tell that a version is outdated: the newest ones do. */
const sightsMax = 32;

/**
 * A conditional replace never makes anything (201), and one with a tag is refused when another version was current at a time after the tag was first told and
 * before the call was sent, and nobody may have written since: so that tags that depend on the content alone are judged rightly, too.
 * Cost: O(calls about one key) a conditional call. Source: I2 Legality; RFC 9110, 13.1.1.
 */
export const insistedVersionsHold: Invariant<Seen> = {
  name: 'legality/insisted-versions-hold',
  id: 'I2',
  claim,
  needs: [],
  start: (system: Described) => ({
    acts: actsOf(system, isOfOne),
    writes: noWrites(),
    insists: new Map(),
    tags: new Map(),
    sights: new Map(),
    violations: [],
    judged: 0,
  }),
  see,
  verdict: (seen) => judgement(seen, 'no call insisted on a version'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is !== 'invoke' && event.is !== 'return' && event.is !== 'settled') return seen;
  const write = noteWrite(seen.writes, seen.acts, event);
  if (write === null) return seen;
  if (event.is === 'invoke' && event.ifMatch !== null) seen.insists.set(event.step, event.ifMatch);
  if (event.is === 'return') noteTag(seen, event);
  if (event.is !== 'settled' || write.outcome !== 'ok') return seen;
  judge(seen, write);
  sight(seen, write, event.seq);
  return seen;
}

function noteTag({ tags }: Seen, { step, outcome, headers }: Entry<'return'>): void {
  const tag = headers['etag'];
  if (outcome === 'ok' && tag !== undefined) tags.set(step, tag);
}

function sight({ sights, tags }: Seen, { verb, step, key, from }: Write, to: number): void {
  const tag = verb === 'delete' ? null : tags.get(step);
  if (tag === undefined) return;
  const list = sights.get(key) ?? [];
  list.push({ tag, step, from, to });
  if (list.length > sightsMax) list.shift();
  sights.set(key, list);
}

function judge(seen: Seen, write: Write): void {
  const wanted = seen.insists.get(write.step);
  if (wanted === undefined) return;
  seen.judged++;
  const what = wrongIn(seen, write, wanted);
  if (what === null) return;
  const signature = `insisted-versions-hold/${what}/${write.kind}`;
  blame(seen, { claim, signature, subjects: [write.key], events: [write.from, write.to] });
}

function wrongIn(seen: Seen, write: Write, wanted: string): string | null {
  if (write.verb === 'replace' && write.status === 201) return 'made-what-was-gone';
  const sights = seen.sights.get(write.key) ?? [];
  const told = sights.find(({ tag }) => tag === wanted);
  if (told === undefined) return null;
  const later = sights.filter(({ tag, from, to }) => tag !== wanted && from > told.to && to < write.from);
  return later.some((sight) => isNewest(seen, write, sight)) ? `outdated-${write.verb}` : null;
}

/** Nobody else may have written between that sight and the answer. */
function isNewest({ writes }: Seen, write: Write, sight: Sight): boolean {
  const others = (writes.byKey.get(write.key) ?? []).filter(
    ({ step, verb }) => verb !== 'read' && step !== write.step && step !== sight.step,
  );
  return others.every(({ from, to, outcome }) => outcome === 'fail' || to < sight.from || from > write.to);
}
