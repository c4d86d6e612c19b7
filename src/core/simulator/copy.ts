import { streamOf } from '../../world/index.js';
import { copyChance, tiesOf } from './chance.js';
import type { ActiveFault } from './link-fault.js';
import type { Call, Node, Simulation, Timer, Trap } from './simulation.js';

/** A world that goes on by itself from here; with `reseed` under other chance. What is immutable is shared. */
export function copyOf(sim: Simulation, reseed: string | null): Simulation {
  const chance = copyChance(sim.chance);
  const heap = sim.heap.clone();
  if (reseed !== null) {
    chance.root = streamOf(reseed, 'simulator');
    heap.ties = tiesOf(chance);
  }
  return {
    ...sim,
    heap,
    chance,
    nodes: sim.nodes.map(copyNode),
    calls: new Map([...sim.calls].map(([id, call]) => [id, copyCall(call)])),
    faults: new Map([...sim.faults].map(([link, faults]) => [link, faults.map(copyFault)])),
    arrivals: sim.arrivals.slice(),
    hits: new Map([...sim.hits].map(([name, { requests, messages }]) => [name, { requests: new Set(requests), messages }])),
    happenings: sim.happenings.slice(),
  };
}

function copyNode(node: Node): Node {
  return {
    ...node,
    host: node.host?.fork?.() ?? null,
    inbox: node.inbox.slice(),
    writing: node.writing.slice(),
    disk: new Map(node.disk),
    timers: new Map([...node.timers].map(([name, timer]): [string, Timer] => [name, { ...timer }])),
    traps: node.traps.map((trap): Trap => ({ ...trap })),
    calls: new Map(node.calls),
  };
}

function copyCall(call: Call): Call {
  return { ...call, pieces: call.pieces.slice() };
}

function copyFault(active: ActiveFault): ActiveFault {
  return { ...active, held: active.held.slice() };
}
