import type { Described, Event, Invariant, Key } from '../../src/contract/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';
import { unaccounted } from '../evidence/presence.js';
import { type Acts, actsOf, deletedAbove, noteWrite, noWrites, type Write, type Writes } from '../evidence/writes.js';

const claim = 'A call that is repeated under its key after an answer in doubt changes nothing more, and gets the answer of the first.';

interface Seen extends Judged {
  readonly acts: Acts;
  readonly writes: Writes;
  /** Calls that were sent more than once. */
  repeated: number;
}

/**
 * Judged at each complete listing of the wait for rest after healing. A create that was refused when it was repeated made nothing, so what is there and what
 * nobody else can have made came from an attempt whose answer was forgotten. Where more creates were acknowledged than deletes, and a delete was
 * repeated, that delete took effect twice. No key is listed twice. Revisions are not counted: nothing says how far one call may raise them.
 * Cost: O(events), and O(keys) for each listing. Source: I5 Idempotent.
 */
export const repeatsChangeNothing: Invariant<Seen> = {
  name: 'idempotence/repeats-change-nothing',
  id: 'I5',
  claim,
  needs: ['layer:intent'],
  start: (system: Described) => ({ acts: actsOf(system), writes: noWrites(), repeated: 0, violations: [], judged: 0 }),
  see,
  verdict: (seen) => judgement(seen, 'no call was repeated before a complete listing at rest'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'invoke' || event.is === 'return' || event.is === 'settled') {
    const write = noteWrite(seen.writes, seen.acts, event);
    if (event.is === 'invoke' && write !== null && write.attempts === 2 && write.retry === 'key') seen.repeated++;
  }
  if (event.is === 'facts' && event.complete) noTwins(seen, event);
  if (event.is === 'facts' && event.moment === 'rest' && event.layer === 'intent' && event.complete) compare(seen, event);
  return seen;
}

function noTwins(seen: Seen, event: Entry<'facts'>): void {
  const keys = new Set<Key>();
  for (const { key, kind } of event.facts) {
    if (keys.has(key)) accuse(seen, `listed-twice/${kind}`, key, [event.seq]);
    keys.add(key);
  }
}

function compare(seen: Seen, event: Entry<'facts'>): void {
  seen.judged += seen.repeated;
  const present = new Set(event.facts.map(({ key }) => key));
  for (const [key, list] of seen.writes.byKey) {
    const repeated = list.find(isForgotten);
    if (repeated !== undefined && present.has(key) && !list.some((write) => write !== repeated && mayHaveMade(write))) {
      accuse(seen, `forgotten-key/${repeated.kind}`, key, [repeated.from, event.seq]);
    }
    const twice = list.find(({ verb, doubts, outcome, retry }) => verb === 'delete' && doubts > 0 && outcome === 'ok' && retry === 'key');
    if (twice !== undefined && !present.has(key) && isTwice(seen.writes, key)) {
      accuse(seen, `took-effect-twice/${twice.kind}`, key, [twice.from, twice.to, event.seq]);
    }
  }
}

/** With a delete to account for every create but one, and nothing there, one delete did more than one. */
function isTwice(writes: Writes, key: Key): boolean {
  return unaccounted(writes, key, false) > 0 && !deletedAbove(writes, key, 0);
}

function isForgotten({ verb, retry, refusedLate }: Write): boolean {
  return verb === 'create' && retry === 'key' && refusedLate;
}

function mayHaveMade({ verb, outcome }: Write): boolean {
  return (verb === 'create' || verb === 'replace') && outcome !== 'fail';
}

function accuse(seen: Seen, what: string, key: Key, events: readonly number[]): void {
  blame(seen, { claim, signature: `repeats-change-nothing/${what}`, subjects: [key], events });
}
