import type { Described, Event, Invariant, Key } from '../../src/contract/index.js';
import { asObject, hashJson, type Json } from '../../src/world/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';
import { lastCertain, unaccounted } from '../evidence/presence.js';
import { isSaid } from '../evidence/said.js';
import { type Acts, actsOf, deletedAbove, noteWrite, noWrites, type Write, type Writes } from '../evidence/writes.js';

const claim = 'What was acknowledged and not since deleted is there, as it was said; what was acknowledged as deleted is gone.';

interface Seen extends Judged {
  readonly acts: Acts;
  readonly writes: Writes;
}

/**
 * Compares each complete listing of the wait for rest after healing, when no call is under way, with the calls: for each key the last acknowledged write
 * that no other effective write of the key overlaps or follows. A key whose last writes overlap, or end in nobody knowing, is left out, and so is
 * one that the delete of an enclosing resource may have taken along. Where calls overlapped, more acknowledged creates than deletes still prove a loss.
 * A body that is what an earlier write was answered with, and not what the last one was, was overwritten; one that holds what the body of the last write did
 * not say (see `isSaid`) is not what was acknowledged. Cost: O(events), and O(keys) for each listing.
 * Source: I10 NoLostAck; a 2xx effect survives crash and failover.
 */
export const acknowledgedWritesStay: Invariant<Seen> = {
  name: 'recoverability/acknowledged-writes-stay',
  id: 'I10',
  claim,
  needs: ['layer:intent'],
  start: (system: Described) => ({ acts: actsOf(system), writes: noWrites(), violations: [], judged: 0 }),
  see,
  verdict: (seen) => judgement(seen, 'no acknowledged write met a complete listing at rest'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'invoke' || event.is === 'return' || event.is === 'settled') noteWrite(seen.writes, seen.acts, event);
  if (event.is === 'facts' && event.moment === 'rest' && event.layer === 'intent' && event.complete) compare(seen, event);
  return seen;
}

function compare(seen: Seen, event: Entry<'facts'>): void {
  const present = new Map(event.facts.map((fact) => [fact.key, fact]));
  for (const [key, list] of seen.writes.byKey) {
    const fact = present.get(key);
    const last = lastCertain(list);
    if (last === null) {
      if (fact === undefined && unaccounted(seen.writes, key, false) === 1) accuse(seen, 'lost', key, list, event.seq);
      continue;
    }
    seen.judged++;
    if (last.verb === 'delete') {
      if (fact !== undefined) accuse(seen, 'came-back', key, [last], event.seq);
    } else if (fact === undefined) {
      if (!deletedAbove(seen.writes, key, last.from)) accuse(seen, 'lost', key, [last], event.seq);
    } else if (!isMeant(list, last)) {
      if (wentBack(list, last, hashJson(0, fact.body))) accuse(seen, 'overwritten', key, [last], event.seq);
      else if (!isAsSaid(last, fact.body)) accuse(seen, 'not-as-said', key, [last], event.seq);
    }
  }
}

function accuse(seen: Seen, what: string, key: Key, by: readonly Write[], seq: number): void {
  const kind = by[0]?.kind ?? '';
  const events = by.flatMap(({ from, to }) => (Number.isFinite(to) ? [from, to] : [from]));
  blame(seen, { claim, signature: `acknowledged-writes-stay/${what}/${kind}`, subjects: [key], events: [...events, seq] });
}

/** A life-cycle call after the last write may have changed the body. */
function isMeant(list: readonly Write[], last: Write): boolean {
  return list.some((write) => write.verb === 'move' && write.outcome !== 'fail' && write.to > last.from);
}

/** The body is that of an earlier write again. */
function wentBack(list: readonly Write[], last: Write, body: number): boolean {
  if (last.answer === null || last.answer === body) return false;
  return list.some((write) => write !== last && write.answer === body && write.to < last.from);
}

function isAsSaid({ args }: Write, body: Json): boolean {
  const said = asObject(asObject(args)?.['body'] ?? null);
  return said === null || asObject(body) === null || isSaid(body, said);
}
