import { type Event, type Invariant, verdictOf, type Violation } from '../../src/contract/index.js';

const claim = 'Every call of a journey that goes its way alone and undisturbed is accepted.';

/** The lane of a journey that goes its way; a lane of any other name promises nothing. */
const journeyLane = 'journey';

interface Seen {
  /** By step, what was sent. */
  readonly sent: Map<string, { readonly op: string; readonly subject: string | null; readonly seq: number }>;
  readonly violations: Violation[];
}

/** Judges each call of the lane `journey` as it is settled; holds where there is no such lane, which is then no part of the experiment. Cost: O(1) a call. */
export const journeysAreAccepted: Invariant<Seen> = {
  name: 'service/journeys-are-accepted',
  id: null,
  claim,
  needs: [],
  start: () => ({ sent: new Map(), violations: [] }),
  see: (seen, event) => {
    if (event.is === 'invoke' && event.lane === journeyLane)
      seen.sent.set(event.step, { op: event.op, subject: event.subject, seq: event.seq });
    if (event.is === 'settled' && event.outcome !== 'ok') blameStep(seen, event);
    return seen;
  },
  verdict: (seen) => verdictOf(seen.violations),
};

function blameStep(seen: Seen, { step, outcome, seq }: Event & { readonly is: 'settled' }): void {
  const sent = seen.sent.get(step);
  if (sent === undefined) return;
  const signature = `journeys-are-accepted/${outcome}/${sent.op}`;
  seen.violations.push({ claim, signature, subjects: sent.subject === null ? [] : [sent.subject], events: [sent.seq, seq] });
}
