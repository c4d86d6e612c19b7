// When a fault of a clock bites: as a node reads that clock, or has it measure a time.
import { faultsOf, type Micros, type NodeClock, shownAt, timeOfShown } from '../../world/index.js';
import { touch } from './hits.js';
import type { Simulation } from './simulation.js';

/** A node has just read one of its clocks, for a request of the harness (its number) or for itself (null). */
export function touchClock(sim: Simulation, clock: NodeClock, read: 'now' | 'wall', request: number | null): void {
  for (const { name } of faultsOf(clock, read)) touch(sim, name, request);
}

/** How long it truly takes until so much has passed on this clock. */
export function trueLength(sim: Simulation, clock: NodeClock, length: Micros): Micros {
  touchClock(sim, clock, 'now', null);
  return timeOfShown(clock, shownAt(clock, sim.now) + length) - sim.now;
}
