import type { Described, Event, Invariant } from '../../src/contract/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';

const claim =
  'A fresh happy path comes through, before any fault and after everything was healed and taken down, also with the same names again.';

interface Seen extends Judged {
  /** Whether the teardown left nothing; null before it ended. */
  emptied: boolean | null;
  rounds: number;
}

/**
 * Judged by the set-up (no fault is on yet) and by the canary's rounds. A canary that fails in a system that could not be emptied first proves nothing of its
 * own: recoverability/can-be-emptied says so. Cost: O(1) an event. Source: I6 Recover; the promise of design §1.
 */
export const canaryCompletes: Invariant<Seen> = {
  name: 'recoverability/canary-completes',
  id: 'I6',
  claim,
  needs: [],
  start: (_system: Described) => ({ emptied: null, rounds: 0, violations: [], judged: 0 }),
  see,
  verdict: (seen) => judgement(seen, 'no canary ran in an emptied system'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is !== 'round') return seen;
  if (event.of === 'janitor') seen.emptied = event.ok;
  if (event.of === 'set-up' && !event.ok) accuse(seen, 'set-up', event);
  if (event.of === 'canary' && seen.emptied === true) {
    seen.judged++;
    seen.rounds++;
    if (!event.ok) accuse(seen, seen.rounds === 1 ? 'first' : 'again', event);
  }
  return seen;
}

/** `operation subject → what came back`, as the conductor lists calls that failed. */
const failed = /^(\S+) (\S*) → (.*)$/;

function accuse(seen: Seen, what: string, event: Entry<'round'>): void {
  const [, op, subject = '', answer] = failed.exec(event.why[0] ?? '') ?? [];
  const how = op === undefined ? 'never-at-rest' : `${op}/${answer?.replaceAll(' ', '-') ?? ''}`;
  const subjects = subject === '' ? [] : [subject];
  blame(seen, { claim, signature: `canary-completes/${what}/${how}`, subjects, events: [event.seq] });
}
