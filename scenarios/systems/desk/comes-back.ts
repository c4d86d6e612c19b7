import { type Event, type Invariant, type Verdict, verdictOf, type Violation } from '../../../src/contract/index.js';

const claim = 'Once all is healed the system comes to rest, can be emptied, and a fresh happy path comes to its end.';

interface Seen {
  readonly violations: Violation[];
  judged: number;
}

/** I6 Recover and I14 Liveness, from what the run itself says: rest, janitor and canary. Cost: O(events). */
export const comesBack: Invariant<Seen> = {
  name: 'recoverability/comes-back',
  id: 'I6',
  claim,
  needs: ['layer:intent'],
  start: () => ({ violations: [], judged: 0 }),
  see,
  verdict: ({ violations, judged }): Verdict =>
    judged === 0 ? { kind: 'unknown', reason: 'the run was not healed' } : verdictOf(violations),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'round' && event.of !== 'set-up') judge(seen, event.ok, event.of, event.seq);
  if (event.is === 'rest' && event.moment === 'rest') judge(seen, event.reached, 'rest', event.seq);
  return seen;
}

function judge(seen: Seen, ok: boolean, what: string, seq: number): void {
  seen.judged++;
  if (!ok) seen.violations.push({ claim, signature: `comes-back/${what}`, subjects: [], events: [seq] });
}
