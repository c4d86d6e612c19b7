// Link faults put on and taken off.
import type { Hand } from '../../contract/index.js';
import { sever, severLater, travel } from './call.js';
import { DUE } from './due.js';
import { hurry } from './hurry.js';
import { lift, touch } from './hits.js';
import type { ActiveFault } from './link-fault.js';
import { forward } from './message.js';
import { type Call, harnessIndex, linkIndex, type Simulation } from './simulation.js';

type LinkHand = Hand & { readonly do: 'link' };

/** Puts a fault on one direction of a link, or (null) takes the one of that name off. The same again changes nothing; another under the same name replaces it. */
export function setLinkFault(sim: Simulation, { from, to, name, fault, stream }: LinkHand): void {
  const link = linkOf(sim, from, to);
  if (link === null) return;
  const answers = stream === 'downstream';
  const present = (sim.faults.get(link) ?? []).find((active) => active.name === name && active.answers === answers);
  if (present !== undefined) {
    if (fault !== null && JSON.stringify(fault) === JSON.stringify(present.fault)) return;
    takeOff(sim, link, present);
  }
  if (fault !== null) putOn(sim, link, { name, fault, answers, freeAt: 0, passed: 0, held: [], taken: new Set() });
}

export function healLinks(sim: Simulation): void {
  for (const [link, faults] of [...sim.faults]) for (const active of [...faults]) takeOff(sim, link, active);
}

function putOn(sim: Simulation, link: number, active: ActiveFault): void {
  sim.faults.set(link, [...(sim.faults.get(link) ?? []), active]);
  const { fault } = active;
  if (fault.kind === 'cut') severAll(sim, link, active);
  if (fault.kind === 'timeout' && fault.after > 0) for (const call of callsOf(sim, link)) severLater(sim, call, fault.after);
}

function takeOff(sim: Simulation, link: number, active: ActiveFault): void {
  const rest = (sim.faults.get(link) ?? []).filter((other) => other !== active);
  if (rest.length > 0) sim.faults.set(link, rest);
  else sim.faults.delete(link);
  // What a black hole swallowed cannot be sent again on the same connection.
  if (active.fault.kind === 'timeout') severAll(sim, link, active);
  // Who waits for an answer that was taken must not wait for ever.
  for (const id of active.taken) {
    const call = sim.calls.get(id);
    if (call !== undefined) sever(sim, call);
  }
  for (const due of active.held) {
    const call = sim.calls.get(due.call);
    if (due.kind === DUE.message) forward(sim, link, due);
    else if (call !== undefined) travel(sim, call, due);
  }
  hurry(sim, link, active.fault.kind, active.answers);
  lift(sim, active.name);
}

function severAll(sim: Simulation, link: number, { name }: ActiveFault): void {
  for (const call of callsOf(sim, link)) {
    touch(sim, name, call.from === harnessIndex(sim.setup) ? call.number : null);
    sever(sim, call);
  }
}

function callsOf(sim: Simulation, link: number): readonly Call[] {
  return [...sim.calls.values()].filter((call) => !call.direct && call.to >= 0 && linkIndex(sim.setup, call.from, call.to) === link);
}

/** Null when one of the two is not there. */
function linkOf(sim: Simulation, from: string, to: string): number | null {
  const index = (id: string): number | undefined => (id === 'client' ? harnessIndex(sim.setup) : sim.setup.index.get(id));
  const source = index(from);
  const target = index(to);
  return source === undefined || target === undefined ? null : linkIndex(sim.setup, source, target);
}
