import type { Described, Event, Invariant, Phase } from '../../src/contract/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';
import { unrestOf } from '../evidence/unrest.js';

const claim = 'Nothing that is under way stays so beyond the bound once nothing stands in its way.';

interface Seen extends Judged {
  phase: Phase | 'set-up';
}

/**
 * Judged by each wait for rest while no fault is on: the set-up's, and the one after healing. A wait for rest while lanes run, or that the teardown or the
 * canary asked for, is judged by those. What moves for ever and what goes back and forth are told apart by name. Cost: O(1) an event. Source: I14 Liveness.
 */
export const motionEnds: Invariant<Seen> = {
  name: 'liveness/motion-ends',
  id: 'I14',
  claim,
  needs: ['layer:work|intent'],
  start: (_system: Described) => ({ phase: 'set-up', violations: [], judged: 0 }),
  see,
  verdict: (seen) => judgement(seen, 'the run never waited for rest'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'phase') seen.phase = event.phase;
  if (event.is === 'rest' && isFree(seen.phase, event)) {
    seen.judged++;
    if (!event.reached) blame(seen, unrestOf(claim, event));
  }
  return seen;
}

function isFree(phase: Seen['phase'], { moment }: Entry<'rest'>): boolean {
  return moment === 'rest' || phase === 'set-up';
}
