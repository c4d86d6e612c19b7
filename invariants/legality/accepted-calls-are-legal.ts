import type { Described, Event, Invariant, Key } from '../../src/contract/index.js';
import { blame, type Judged, judgement } from '../evidence/blame.js';
import { keysIn } from '../evidence/looks.js';
import { momentIn, type Watch, watchOf } from '../evidence/moment.js';
import { presence, unaccounted } from '../evidence/presence.js';
import { type Acts, actsOf, isOfOne, noteWrite, noWrites, type Write, type Writes } from '../evidence/writes.js';

const claim =
  'A call that was accepted was legal: nothing is made twice, what is not there is neither read, moved nor deleted, and a replace says whether it made it.';

interface Seen extends Judged {
  readonly acts: Acts;
  readonly writes: Writes;
  readonly watch: Watch;
  /** What was recorded at the newest moment; null before the first. */
  moment: { readonly after: number; readonly seq: number; readonly keys: ReadonlySet<Key> } | null;
  /** A create was answered with 201: the system tells what it made from what it found. */
  tellsMade: boolean;
}

/**
 * Judges each call as it is settled, against the calls about the same key that certainly were over before it or certainly had not begun: only what holds in
 * every order of overlapping calls counts. A linearizable read that finds nothing (404) where something must be is a violation too, and so is a replace that
 * answers 201 for what was there, or 200 for what was not (RFC 9110, 9.3.4), where the system tells these apart. What certainly was not there is told by calls, or by a look at one moment.
 * Cost: O(calls about one key) a call. Source: I2 Legality.
 */
export const acceptedCallsAreLegal: Invariant<Seen> = {
  name: 'legality/accepted-calls-are-legal',
  id: 'I2',
  claim,
  needs: [],
  start: (system: Described) => ({
    acts: actsOf(system, isOfOne),
    writes: noWrites(),
    watch: watchOf(system),
    moment: null,
    tellsMade: false,
    violations: [],
    judged: 0,
  }),
  see,
  verdict: (seen) => judgement(seen, 'no call met a resource of which it is certain whether it was there'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'facts') {
    const moment = momentIn(seen.watch, event);
    if (moment !== null) seen.moment = { after: moment.after, seq: moment.seq, keys: keysIn(moment.intent) };
  }
  if (event.is !== 'invoke' && event.is !== 'return' && event.is !== 'settled') return seen;
  const write = noteWrite(seen.writes, seen.acts, event);
  if (event.is === 'settled' && write !== null && Number.isFinite(write.to)) judge(seen, write);
  return seen;
}

function judge(seen: Seen, write: Write): void {
  if (write.verb === 'create' && write.status === 201) seen.tellsMade = true;
  const there = presence(seen.writes, write.key, write.from, write.to, write);
  if (there !== 'open') seen.judged++;
  const what = wrongIn(seen, write, there);
  if (what === null) return;
  blame(seen, {
    claim,
    signature: `accepted-calls-are-legal/${what}/${write.kind}`,
    subjects: [write.key],
    events: [write.from, write.to],
  });
}

function wrongIn(seen: Seen, write: Write, there: 'yes' | 'no' | 'open'): string | null {
  const { verb, outcome, status } = write;
  if (verb === 'replace' && outcome === 'ok') {
    if (status === 201) return there === 'yes' ? 'made-what-was-there' : null;
    return status === 200 && seen.tellsMade && (there === 'no' || wasAbsent(seen, write)) ? 'replaced-nothing' : null;
  }
  if (verb === 'create' && outcome === 'ok') {
    return there === 'yes' || unaccounted(seen.writes, write.key, false) > 1 ? 'made-twice' : null;
  }
  if (outcome === 'ok' && there === 'no') return `${verb}-of-nothing`;
  return verb === 'read' && outcome === 'fail' && status === 404 && there === 'yes' ? 'not-found' : null;
}

/** It was not there at the newest moment, and nobody else may have made it since. */
function wasAbsent({ moment, writes }: Seen, write: Write): boolean {
  if (moment === null || moment.seq > write.from || moment.keys.has(write.key)) return false;
  const others = (writes.byKey.get(write.key) ?? []).filter((other) => other !== write && other.from < write.to);
  return others.every(({ verb, outcome, to }) => outcome === 'fail' || (verb !== 'create' && verb !== 'replace') || to < moment.after);
}
