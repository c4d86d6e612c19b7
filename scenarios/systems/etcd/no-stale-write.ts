import { type Event, type Invariant, type Verdict, verdictOf, type Violation } from '../../../src/contract/index.js';
import { asObject, type Json } from '../../../src/world/index.js';

const claim = 'Once the lock is granted to another, no earlier holder writes.';

/** An acknowledged grant or write. Revisions are those of the store, so they are in one order whatever the clocks say. */
interface Act {
  readonly token: number;
  readonly revision: number;
  readonly seq: number;
}

interface Seen {
  readonly ops: Map<string, string>;
  readonly grants: Act[];
  readonly writes: Act[];
}

/**
 * Compares every acknowledged write with every acknowledged grant of a newer token: the write must come before it. A grant's revision is one at which the
 * lock was certainly held, so a later write with an older token is another's. Cost: O(grants × writes). Source: I11 Lock.
 */
export const noStaleWrite: Invariant<Seen> = {
  name: 'lock/no-stale-write',
  id: 'I11',
  claim,
  needs: [],
  start: () => ({ ops: new Map(), grants: [], writes: [] }),
  see,
  verdict: ({ grants, writes }): Verdict => {
    const tokens = new Set(grants.map(({ token }) => token));
    if (writes.length === 0 || tokens.size < 2)
      return { kind: 'unknown', reason: 'the lock did not change hands around an acknowledged write' };
    return verdictOf(grants.flatMap((grant) => writes.flatMap((write) => judge(grant, write))));
  },
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'invoke') seen.ops.set(event.step, event.op);
  if (event.is !== 'return' || event.outcome !== 'ok') return seen;
  const op = seen.ops.get(event.step);
  if (op === 'lock.acquire') seen.grants.push(actOf(event.answer, event.seq));
  if (op === 'register.write') seen.writes.push(actOf(event.answer, event.seq));
  return seen;
}

function actOf(answer: Json, seq: number): Act {
  const body = asObject(answer);
  return { token: Number(body?.['token']), revision: Number(body?.['revision']), seq };
}

function judge(grant: Act, write: Act): readonly Violation[] {
  if (write.token >= grant.token || write.revision <= grant.revision) return [];
  return [{ claim, signature: 'no-stale-write/register', subjects: ['/register'], events: [grant.seq, write.seq] }];
}
