// What a run did, as counts that merge in any order. A campaign is judged hollow by these.
import type { Event, Plan, System, Tally } from '../../contract/index.js';

export interface RunTally extends Tally {
  readonly operations: number;
  readonly faultsHit: number;
  /** From heal to rest, in microseconds; null when rest was not reached. */
  readonly recovery: number | null;
}

/** The counts of one history: `operation/<op>/<status>`, `outcome/<outcome>`, `fault/<kind>`, `hit/<kind>`, `move/<kind>/<from>/<to>`, `down/<role>`, `paused/<role>`, `mark/<name>`. */
export function ledgerOf(plan: Plan, events: readonly Event[], system: System): RunTally {
  const sums = new Map<string, number>();
  const maxima = new Map<string, number>();
  const add = (name: string, by = 1): void => void sums.set(name, (sums.get(name) ?? 0) + by);
  const roles = new Map(system.topology(plan.knobs).nodes.map((node) => [node.id, node.role]));
  const ops = new Map<string, string>();
  const last = new Map<string, string>();
  let operations = 0;
  let recovery: number | null = null;
  const hits = new Map<string, number>();
  for (const event of events) {
    if (event.is === 'invoke') ops.set(event.step, event.op);
    if (event.is === 'return') add(`operation/${ops.get(event.step) ?? '?'}/${event.status ?? event.failure ?? 'none'}`);
    if (event.is === 'settled') {
      operations++;
      add(`outcome/${event.outcome}`);
    }
    if (event.is === 'fault' && event.phase === 'asked') add(`fault/${event.fault}`);
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
  add('operations', operations);
  add('faults-hit', hits.size);
  if (recovery !== null) maxima.set('recovery', recovery);
  return { sums, maxima, operations, faultsHit: hits.size, recovery };
}

/** Sums added, maxima compared: associative and commutative, so shards merge in any order. */
export function mergeTallies(a: Tally, b: Tally): Tally {
  const sums = new Map(a.sums);
  for (const [name, count] of b.sums) sums.set(name, (sums.get(name) ?? 0) + count);
  const maxima = new Map(a.maxima);
  for (const [name, value] of b.maxima) maxima.set(name, Math.max(maxima.get(name) ?? value, value));
  return { sums, maxima };
}
