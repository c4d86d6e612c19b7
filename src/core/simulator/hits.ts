import type { Simulation } from './simulation.js';

/** What one fault has touched since it was last told. */
export interface Hits {
  readonly requests: Set<number>;
  messages: number;
}

/** The fault `name` has just delayed, changed or lost something: a request of the harness (its id), or what nodes say to each other (null). */
export function touch(sim: Simulation, name: string, request: number | null): void {
  const pending = sim.hits.get(name);
  if (pending === undefined) {
    sim.hits.set(name, { requests: new Set(), messages: 0 });
    tell(sim, name, request === null ? [] : [request], request === null ? 1 : 0);
  } else if (request === null) pending.messages++;
  else pending.requests.add(request);
}

/** The fault is over: tells what it touched since the first time. */
export function lift(sim: Simulation, name: string): void {
  const pending = sim.hits.get(name);
  if (pending === undefined) return;
  sim.hits.delete(name);
  if (pending.messages > 0 || pending.requests.size > 0) tell(sim, name, [...pending.requests], pending.messages);
}

function tell(sim: Simulation, name: string, requests: readonly number[], messages: number): void {
  sim.happenings.push({ at: sim.now, is: 'hit', name, requests, messages });
}
