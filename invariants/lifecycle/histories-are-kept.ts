import type { Described, Event, Fact, Invariant, Layer } from '../../src/contract/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';
import { orderedIn } from '../evidence/ordered-in.js';

const claim = 'What was done to a thing is kept: its own history never gets shorter, and gets longer with every change of its life cycle.';

interface Mark {
  readonly state: string;
  readonly revision: number | null;
  readonly kept: number;
  readonly seq: number;
}

interface Seen extends Judged {
  readonly ordered: readonly Layer[];
  /** `layer key uid` → what was last seen of it. */
  readonly marks: Map<string, Mark>;
}

/**
 * Of one identity, from one look to the next in a layer that linearizable reads show: the entries that it keeps do not get fewer, and with another state or
 * revision they are more. Cost: O(facts) a look. Source: I8 Audit.
 */
export const historiesAreKept: Invariant<Seen> = {
  name: 'lifecycle/histories-are-kept',
  id: 'I8',
  claim,
  needs: [],
  start: (system: Described) => ({ ordered: orderedIn(system), marks: new Map(), violations: [], judged: 0 }),
  see,
  verdict: (seen) => judgement(seen, 'nothing that keeps its history was seen twice'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'facts' && seen.ordered.includes(event.layer)) for (const fact of event.facts) look(seen, event, fact);
  return seen;
}

function look(seen: Seen, { seq }: Entry<'facts'>, { layer, kind, key, uid, state, revision, kept }: Fact): void {
  if (kept === undefined || uid === null) return;
  const id = `${layer} ${key} ${uid}`;
  const before = seen.marks.get(id);
  seen.marks.set(id, { state, revision, kept, seq });
  if (before === undefined) return;
  seen.judged++;
  const isChanged = before.state !== state || before.revision !== revision;
  if (kept > before.kept || (kept === before.kept && !isChanged)) return;
  const what = kept < before.kept ? 'shortened' : 'not-continued';
  blame(seen, { claim, signature: `histories-are-kept/${what}/${kind}`, subjects: [key], events: [before.seq, seq] });
}
