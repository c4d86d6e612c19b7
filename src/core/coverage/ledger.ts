// What a run did, as counts that merge in any order. A campaign is judged hollow by these.
import type { Described, Event, Plan, Tally, Verdict } from '../../contract/index.js';

export interface RunTally extends Tally {
  readonly operations: number;
  readonly faultsHit: number;
  /** From heal to rest, in microseconds; null when rest was not reached. */
  readonly recovery: number | null;
}

/** What a ledger is made from. */
export interface Run {
  readonly plan: Plan;
  readonly events: readonly Event[];
  readonly system: Described;
  readonly judged: readonly { readonly invariant: { readonly name: string }; readonly verdict: Verdict }[];
}

/**
 * The counts of one run: `operations` and `outcome/<outcome>` of the plan's own calls, `errands` of the others, `operation/<op>/<status>` of every
 * attempt, `fault/<kind>`, `hit/<kind>`, `idle/<kind>` of faults that were on and never touched anything, `refused/<kind>`, `move/<kind>/<from>/<to>`, `down/<role>`, `paused/<role>`, `mark/<name>`, `judged/<invariant>/<verdict>`.
 */
export function ledgerOf({ plan, events, system, judged }: Run): RunTally {
  const sums = new Map<string, number>();
  const maxima = new Map<string, number>();
  const add = (name: string, by = 1): void => void sums.set(name, (sums.get(name) ?? 0) + by);
  const roles = new Map(system.topology(plan.knobs).nodes.map((node) => [node.id, node.role]));
  const own = new Set(plan.steps.map(({ id }) => id));
  const ops = new Map<string, string>();
  const last = new Map<string, string>();
  // By step: what was retried after the heal is settled twice.
  const outcomes = new Map<string, string>();
  let recovery: number | null = null;
  const hits = new Map<string, number>();
  const asked = new Set<string>();
  for (const event of events) {
    if (event.is === 'invoke') ops.set(event.step, event.op);
    if (event.is === 'return') add(`operation/${ops.get(event.step) ?? '?'}/${event.status ?? event.failure ?? 'none'}`);
    if (event.is === 'settled' && !own.has(event.step)) add('errands');
    if (event.is === 'settled' && own.has(event.step)) outcomes.set(event.step, event.outcome);
    if (event.is === 'fault' && event.phase === 'asked') {
      add(`fault/${event.fault}`);
      asked.add(`${event.step} ${event.fault}`);
    }
    if (event.is === 'fault' && event.phase === 'refused') add(`refused/${event.fault}`);
    if (event.is === 'fault' && event.hits > 0) hits.set(`${event.step} ${event.fault}`, event.hits);
    if (event.is === 'node' && event.what !== 'up' && event.what !== 'resumed') add(`${event.what}/${roles.get(event.node) ?? event.node}`);
    if (event.is === 'mark') add(`mark/${event.name}`);
    if (event.is === 'rest' && event.moment === 'rest' && event.reached) recovery = event.waited;
    if (event.is === 'facts') {
      for (const fact of event.facts) {
        const id = `${fact.layer} ${fact.key}`;
        const before = last.get(id);
        if (before !== fact.state) add(`move/${fact.kind}/${before ?? '-'}/${fact.state}`);
        last.set(id, fact.state);
      }
    }
  }
  for (const [name] of hits) add(`hit/${name.split(' ')[1] ?? ''}`);
  for (const name of asked) if (!hits.has(name)) add(`idle/${name.split(' ')[1] ?? ''}`);
  for (const { invariant, verdict } of judged) add(`judged/${invariant.name}/${verdict.kind}`);
  for (const outcome of outcomes.values()) add(`outcome/${outcome}`);
  add('operations', outcomes.size);
  add('faults-hit', hits.size);
  if (recovery !== null) maxima.set('recovery', recovery);
  return { sums, maxima, operations: outcomes.size, faultsHit: hits.size, recovery };
}

/** Sums added, maxima compared: associative and commutative, so shards merge in any order. */
export function mergeTallies(a: Tally, b: Tally): Tally {
  const sums = new Map(a.sums);
  for (const [name, count] of b.sums) sums.set(name, (sums.get(name) ?? 0) + count);
  const maxima = new Map(a.maxima);
  for (const [name, value] of b.maxima) maxima.set(name, Math.max(maxima.get(name) ?? value, value));
  return { sums, maxima };
}
