import { type ClockFault, isRight, rightClock, withClockFault } from '../../world/index.js';
import { lift } from './hits.js';
import type { Node, Simulation } from './simulation.js';
import { retimeTimers } from './timer.js';

/** Puts a fault on the clocks of a node, or (null) takes it off. */
export function setClockFault(sim: Simulation, node: Node, name: string, fault: ClockFault | null): void {
  const before = node.clock ?? rightClock;
  const after = withClockFault(before, sim.now, name, fault);
  if (after === before) return;
  node.clock = isRight(after) ? null : after;
  if (after.perMille !== before.perMille) retimeTimers(sim, node, before, after);
  if (fault === null) lift(sim, name);
}

export function healClock(sim: Simulation, node: Node): void {
  for (const { name } of node.clock?.faults ?? []) setClockFault(sim, node, name, null);
}
