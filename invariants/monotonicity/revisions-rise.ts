import type { Described, Event, Fact, Invariant, Layer } from '../../src/contract/index.js';
import { asObject, type Json } from '../../src/world/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';
import { orderedIn } from '../evidence/ordered-in.js';
import { type Acts, actsOf, deletedAbove, noteWrite, noWrites, type Write, type Writes } from '../evidence/writes.js';

const claim = 'The revision of a thing never falls and is never given twice, and an identity that is gone never comes back.';

interface Mark {
  readonly revision: number | null;
  readonly seq: number;
  /** Whether the newest look at its layer showed it. */
  there: boolean;
}

interface Seen extends Judged {
  readonly acts: Acts;
  readonly writes: Writes;
  /** Layers of which each look is newer than the one before: every answer is of a linearizable read. */
  readonly ordered: readonly Layer[];
  /** `layer key uid` → what was last seen of it. */
  readonly marks: Map<string, Mark>;
  /** Acknowledged life-cycle calls that were answered with a revision, by key. */
  readonly given: Map<string, { readonly write: Write; readonly revision: number }[]>;
}

/**
 * Looks: of one identity (layer, key, uid) the revision never falls from one look to the next, and an identity that a complete look did not show is not shown
 * again. Only layers that linearizable reads show, and looks at rest, are in order. Answers: life-cycle calls about one key that are answered with a
 * revision (a number, or `revision` in an object) get different ones, and a later call a higher one, unless the thing may have been made anew.
 * Cost: O(facts) a look. Source: I9 Monotonic.
 */
export const revisionsRise: Invariant<Seen> = {
  name: 'monotonicity/revisions-rise',
  id: 'I9',
  claim,
  needs: ['revision|uid'],
  start: (system: Described) => ({
    acts: actsOf(system),
    writes: noWrites(),
    ordered: orderedIn(system),
    marks: new Map(),
    given: new Map(),
    violations: [],
    judged: 0,
  }),
  see,
  verdict: (seen) => judgement(seen, 'nothing with a revision was seen twice'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'facts' && (seen.ordered.includes(event.layer) || event.moment === 'rest')) looked(seen, event);
  if (event.is === 'invoke' || event.is === 'settled') noteWrite(seen.writes, seen.acts, event);
  if (event.is === 'return') answered(seen, noteWrite(seen.writes, seen.acts, event), event);
  return seen;
}

function looked(seen: Seen, { layer, facts, complete, seq }: Entry<'facts'>): void {
  const shown = new Set<string>();
  for (const fact of facts) {
    const id = `${layer} ${fact.key} ${fact.uid ?? ''}`;
    const before = seen.marks.get(id);
    if (before !== undefined) compare(seen, fact, before, seq);
    shown.add(id);
    seen.marks.set(id, { revision: fact.revision, seq, there: true });
  }
  if (!complete) return;
  for (const [id, mark] of seen.marks) if (mark.there && id.startsWith(`${layer} `) && !shown.has(id)) mark.there = false;
}

function compare(seen: Seen, { kind, key, uid, revision }: Fact, before: Mark, seq: number): void {
  if (uid === null) return;
  seen.judged++;
  const { revision: old } = before;
  if (old !== null && revision !== null && revision < old) accuse(seen, `fell/${kind}`, key, [before.seq, seq]);
  if (!before.there) accuse(seen, `identity-came-back/${kind}`, key, [before.seq, seq]);
}

function answered(seen: Seen, write: Write | null, event: Entry<'return'>): void {
  const revision = event.outcome === 'ok' && write?.verb === 'move' ? revisionIn(event.answer) : null;
  if (write === null || revision === null) return;
  const list = seen.given.get(write.key) ?? [];
  for (const earlier of list) {
    if (earlier.write === write || isMadeAnew(seen.writes, write.key, earlier.write.from)) continue;
    seen.judged++;
    const isLater = earlier.write.to < write.from;
    if (revision === earlier.revision || (isLater && revision < earlier.revision))
      accuse(seen, `${revision === earlier.revision ? 'given-twice' : 'fell'}/${write.kind}`, write.key, [earlier.write.from, event.seq]);
  }
  seen.given.set(write.key, [...list, { write, revision }]);
}

function isMadeAnew(writes: Writes, key: string, since: number): boolean {
  const own = (writes.byKey.get(key) ?? []).some(({ verb, outcome, to }) => verb === 'delete' && outcome !== 'fail' && to >= since);
  return own || deletedAbove(writes, key, since);
}

function revisionIn(answer: Json): number | null {
  const revision = asObject(answer)?.['revision'] ?? answer;
  return typeof revision === 'number' ? revision : null;
}

function accuse(seen: Seen, what: string, key: string, events: readonly number[]): void {
  blame(seen, { claim, signature: `revisions-rise/${what}`, subjects: [key], events });
}
