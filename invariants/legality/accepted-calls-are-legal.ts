import type { Described, Event, Invariant } from '../../src/contract/index.js';
import { blame, type Judged, judgement } from '../evidence/blame.js';
import { presence, unaccounted } from '../evidence/presence.js';
import { type Acts, actsOf, noteWrite, noWrites, type Write, type Writes } from '../evidence/writes.js';

const claim = 'A call that was accepted was legal: nothing is made twice, and what is not there is neither read, moved nor deleted.';

interface Seen extends Judged {
  readonly acts: Acts;
  readonly writes: Writes;
}

/**
 * Judges each call as it is settled, against the calls about the same key that certainly were over before it or certainly had not begun: only what holds in
 * every order of overlapping calls counts. A linearizable read that finds nothing (404) where something must be is a violation too.
 * Cost: O(calls about one key) a call. Source: I2 Legality.
 */
export const acceptedCallsAreLegal: Invariant<Seen> = {
  name: 'legality/accepted-calls-are-legal',
  id: 'I2',
  claim,
  needs: [],
  start: (system: Described) => ({
    acts: actsOf(system, ({ verb, reads }) => verb !== 'list' && verb !== 'drift' && (verb !== 'read' || reads === 'linearizable')),
    writes: noWrites(),
    violations: [],
    judged: 0,
  }),
  see,
  verdict: (seen) => judgement(seen, 'no call met a resource of which it is certain whether it was there'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is !== 'invoke' && event.is !== 'return' && event.is !== 'settled') return seen;
  const write = noteWrite(seen.writes, seen.acts, event);
  if (event.is === 'settled' && write !== null && Number.isFinite(write.to)) judge(seen, write);
  return seen;
}

function judge(seen: Seen, write: Write): void {
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
  if (verb === 'create' && outcome === 'ok') {
    return there === 'yes' || unaccounted(seen.writes, write.key, false) > 1 ? 'made-twice' : null;
  }
  if (outcome === 'ok' && there === 'no' && verb !== 'replace') return `${verb}-of-nothing`;
  return verb === 'read' && outcome === 'fail' && status === 404 && there === 'yes' ? 'not-found' : null;
}
