// Messages between nodes: fire and forget, in order unless a fault says otherwise.
import type { Json, Micros } from '../../world/index.js';
import { drawHop } from './chance.js';
import { DUE, type Due, dueOf } from './due.js';
import { frozen } from './freeze.js';
import { quickJson } from './hashing.js';
import { touch } from './hits.js';
import { type ActiveFault, fateOf } from './link-fault.js';
import { linkIndex, type Node, type Simulation } from './simulation.js';

/** Sends `body` and gives its hash. A message to nobody is lost. */
export function sendMessage(sim: Simulation, from: Node, to: string, body: Json): number {
  const { setup } = sim;
  if (setup.freeze) frozen(body);
  const hash = setup.hashing ? hashOf(sim, from, body) : 0;
  const target = setup.index.get(to);
  if (target !== undefined) {
    forward(sim, linkIndex(setup, from.index, target), dueOf(DUE.message, target, 0, 0, hash, { on: 'message', from: from.id, body }));
  }
  return hash;
}

/** A leader sends the same to each of its peers, one after the other. */
function hashOf(sim: Simulation, from: Node, body: Json): number {
  const { last } = sim;
  if (last.body !== body || last.from !== from.index) {
    last.hash = quickJson(from.index, body);
    last.from = from.index;
    last.body = body;
  }
  return last.hash;
}

/** Puts a message on a link, past the faults in force on it. */
export function forward(sim: Simulation, link: number, due: Due): void {
  const faults = sim.faults.get(link);
  if (faults !== undefined) return forwardFaulted(sim, link, due, faults);
  arriveMessage(sim, link, due, 0, false);
}

function forwardFaulted(sim: Simulation, link: number, due: Due, faults: readonly ActiveFault[]): void {
  const cargo = {
    stream: 2 * link,
    size: sizeOf(due, faults),
    isMessage: true,
    closes: false,
    before: 0,
    call: 0,
    request: null,
    part: null,
  };
  const fate = fateOf(sim, faults, cargo, (name) => touch(sim, name, null));
  if (fate.holder !== null) fate.holder.held.push(due);
  else if (!fate.lost) {
    const slicing = fate.slices === null ? 0 : Math.floor(cargo.size / fate.slices.bytes) * fate.slices.delay;
    arriveMessage(sim, link, due, fate.delay + slicing, fate.free);
    for (const later of fate.copies) arriveMessage(sim, link, due, fate.delay + later, true);
  } else drawHop(sim.chance, 2 * link, sim.setup.hop);
}

/** Puts a message on its way, past all faults; a free one may overtake. */
export function arriveMessage(sim: Simulation, link: number, due: Due, delay: Micros, free: boolean): void {
  let at = sim.now + drawHop(sim.chance, 2 * link, sim.setup.hop) + delay;
  if (!free) {
    const last = sim.arrivals[link] as number;
    if (at <= last) at = last + 1;
    sim.arrivals[link] = at;
  }
  sim.heap.push(at, due);
}

/** The bytes of a message, counted only when a fault asks. */
function sizeOf({ input }: Due, faults: readonly ActiveFault[]): number {
  const asks = faults.some(({ fault }) => fault.kind === 'bandwidth' || fault.kind === 'limit' || fault.kind === 'slicer');
  return asks && input?.on === 'message' ? JSON.stringify(input.body).length : 0;
}
