import type { LinkFault } from '../../contract/index.js';
import { arrive } from './call.js';
import { DUE, type Due } from './due.js';
import { arriveMessage } from './message.js';
import { linkIndex, type Simulation } from './simulation.js';

const delaying: ReadonlySet<LinkFault['kind']> = new Set<LinkFault['kind']>(['latency', 'bandwidth', 'slicer', 'slow-close']);

/**
 * The last fault that delayed traffic in this direction of the link is gone: what it still held back goes on now, in order, as Toxiproxy passes on what a
 * removed toxic has buffered. Else a healed link would stay slow, and a slow pipe could be blocked long after its heal.
 */
export function hurry(sim: Simulation, link: number, gone: LinkFault['kind'], answers: boolean): void {
  const isSlow = (sim.faults.get(link) ?? []).some((active) => active.answers === answers && delaying.has(active.fault.kind));
  if (!delaying.has(gone) || isSlow) return;
  const waiting = sim.heap.take((due) => isOn(sim, link, answers, due));
  if (!answers) sim.arrivals[link] = sim.now;
  for (const call of new Set(waiting.map((due) => sim.calls.get(due.call)))) {
    if (call === undefined) continue;
    if (answers) call.downAt = sim.now;
    else call.upAt = sim.now;
  }
  for (const due of waiting) {
    const call = sim.calls.get(due.call);
    if (due.kind === DUE.message) arriveMessage(sim, link, due, 0, false);
    else if (call !== undefined) arrive(sim, call, due, 0);
  }
}

function isOn(sim: Simulation, link: number, answers: boolean, { kind, node, call, input }: Due): boolean {
  if (kind === DUE.message) {
    const from = input?.on === 'message' ? sim.setup.index.get(input.from) : undefined;
    return !answers && from !== undefined && linkIndex(sim.setup, from, node) === link;
  }
  if (kind !== DUE.part && kind !== DUE.request && kind !== DUE.hangUp) return false;
  const its = sim.calls.get(call);
  if (its === undefined || its.direct || its.to < 0 || linkIndex(sim.setup, its.from, its.to) !== link) return false;
  return answers === (kind === DUE.part);
}
