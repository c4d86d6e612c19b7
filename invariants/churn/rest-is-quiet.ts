import type { Described, Event, Fact, Invariant, Layer } from '../../src/contract/index.js';
import { hashJson, hashText, mixIn } from '../../src/world/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';

const claim = 'A healed system to which nobody speaks does not keep writing, and keeps its leader.';

interface Seen extends Judged {
  readonly mark: string | null;
  /** Rest was reached after healing, and no node went away since. */
  settled: boolean;
  leaders: number;
  waiting: boolean;
  /** Digest of each fact at the newest look, by layer. */
  readonly last: Record<Layer, Record<string, number>>;
  /** How often a fact of a `layer/kind` changed while nobody asked for anything. */
  readonly changes: Record<string, number>;
}

/** Once at rest and healed, a lead that changes hands more often than this is not kept. */
const leadersMax = 2;
/** A repair takes a few steps; more changes of one fact than this, with nothing moving, are not one. */
const changesMax = 5;

/**
 * Judged from healing on. In the wait for rest, whole looks are taken only while nothing moves: facts that differ from one to the next are
 * rewritten by the system itself, a few times at most. After rest, while the teardown and the canary run without a fault, the lead changes hands at most
 * twice. Cost: O(facts) a look at rest. Source: design §6, churn.
 */
export const restIsQuiet: Invariant<Seen> = {
  name: 'churn/rest-is-quiet',
  id: null,
  claim,
  needs: [],
  start: (system: Described) => ({
    mark: system.leader?.mark ?? null,
    settled: false,
    leaders: 0,
    waiting: false,
    last: { intent: {}, work: {}, actual: {} },
    changes: {},
    violations: [],
    judged: 0,
  }),
  see,
  verdict: (seen) => judgement(seen, 'rest was not looked at twice'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'phase') seen.waiting = event.phase === 'rest';
  if (event.is === 'facts' && seen.waiting && event.moment === 'rest') looked(seen, event);
  if (event.is === 'rest' && event.moment === 'rest') seen.settled = event.reached;
  if (event.is === 'node') seen.settled = false;
  if (event.is === 'mark' && event.name === seen.mark && seen.settled) led(seen, event);
  return seen;
}

function led(seen: Seen, { node, seq }: Entry<'mark'>): void {
  seen.leaders++;
  if (seen.leaders > leadersMax) blame(seen, { claim, signature: 'rest-is-quiet/leader', subjects: [node], events: [seq] });
}

function looked(seen: Seen, { layer, facts, complete, seq }: Entry<'facts'>): void {
  if (!complete) return;
  const before = seen.last[layer];
  const now: Record<string, number> = {};
  for (const fact of facts) {
    now[fact.key] = digestOf(fact);
    const old = before[fact.key];
    if (old === undefined) continue;
    seen.judged++;
    if (old !== now[fact.key]) changed(seen, fact, seq);
  }
  seen.last[layer] = now;
}

function changed(seen: Seen, { layer, kind, key }: Fact, seq: number): void {
  const count = (seen.changes[`${layer} ${key}`] ?? 0) + 1;
  seen.changes[`${layer} ${key}`] = count;
  if (count > changesMax) blame(seen, { claim, signature: `rest-is-quiet/${layer}/${kind}`, subjects: [key], events: [seq] });
}

function digestOf({ uid, state, revision, body }: Fact): number {
  return hashJson(mixIn(hashText(hashText(0, uid ?? ''), state), revision ?? -1), body);
}
