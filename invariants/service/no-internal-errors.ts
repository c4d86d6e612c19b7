import type { Described, Event, Invariant } from '../../src/contract/index.js';
import { blame, type Judged, judgement } from '../evidence/blame.js';

const claim = 'No call is answered with an internal error, whatever it asks and whatever is broken.';

interface Seen extends Judged {
  /** Operation of each call that is not answered yet. */
  readonly open: Map<string, string>;
}

/** A 500 says that the system met something that it had not thought of. 502, 503 and 504 are honest answers. Cost: O(1) an event. Source: emco.md §1.4, the canonical policy of status codes. */
export const noInternalErrors: Invariant<Seen> = {
  name: 'service/no-internal-errors',
  id: null,
  claim,
  needs: [],
  start: (_system: Described) => ({ open: new Map(), violations: [], judged: 0 }),
  see,
  verdict: (seen) => judgement(seen, 'no call was answered'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'invoke') seen.open.set(event.step, event.op);
  if (event.is !== 'return' || event.status === null) return seen;
  seen.judged++;
  const op = seen.open.get(event.step) ?? 'call';
  if (event.status === 500) blame(seen, { claim, signature: `no-internal-errors/${op}`, subjects: [], events: [event.seq] });
  if (event.outcome !== 'info') seen.open.delete(event.step);
  return seen;
}
