// How nodes end and begin: death cuts everything but the disk; a start boots a fresh host from what is durable.
import type { Happening } from '../../contract/index.js';
import { drawDisk } from './chance.js';
import { hangUp, refuse } from './call.js';
import { type Persist, tear } from './disk.js';
import { cutPower } from './disk-trouble.js';
import { DUE, type Due, dueOf } from './due.js';
import { lift, touch } from './hits.js';
import { harnessIndex, type Call, type Node, type Simulation } from './simulation.js';

/** Ends a node at once. `trouble` is the name under which the hits of its absence are told, null where no fault is to blame. */
export function die(sim: Simulation, node: Node, why: (Happening & { is: 'down' })['why'], detail: string, trouble: string | null): void {
  node.host?.close?.();
  node.host = null;
  node.life++;
  node.starting = false;
  node.ending = false;
  if (node.paused) endPause(sim, node);
  node.trouble = trouble;
  sim.happenings.push({ at: sim.now, is: 'down', node: node.id, why, detail });
  cutWrites(sim, node);
  if (node.diskTroubles.length > 0 && (why === 'kill' || why === 'trap')) cutPower(sim, node);
  node.queue = [];
  node.head = 0;
  node.closing = null;
  node.timers.clear();
  const lost = node.inbox;
  node.inbox = [];
  for (const call of [...sim.calls.values()]) cutCall(sim, node, call, lost);
}

/** Starts a node that is down; it boots as the next thing that happens, or as late as its starts are slow. */
export function start(sim: Simulation, node: Node): void {
  if (node.host !== null || node.starting) return;
  node.starting = true;
  node.life++;
  sim.heap.push(sim.now + (node.slow?.delay ?? 0), dueOf(DUE.boot, node.index, 0, node.life, 0, null));
}

/** A node that is starting boots as the next thing that happens. */
export function hurryStart(sim: Simulation, node: Node): void {
  if (!node.starting) return;
  node.starting = false;
  start(sim, node);
}

export function pause(node: Node): void {
  if (node.host === null || node.paused) return;
  node.paused = true;
  node.trouble = troubleOf(node);
}

/** What came meanwhile comes now, in order. */
export function resume(sim: Simulation, node: Node): void {
  if (!node.paused) return;
  endPause(sim, node);
  const waited = node.inbox;
  node.inbox = [];
  for (const due of waited) sim.heap.pushFirst(sim.now, due);
}

/** The name of the trouble that a hand makes for a node. */
export function troubleOf(node: Node): string {
  return `node:${node.id}`;
}

/** The node is down or paused when `due` comes for it: counts it as a hit. */
export function miss(sim: Simulation, node: Node, due: Due): void {
  if (node.trouble === null) return;
  if (due.kind === DUE.message && due.input?.on === 'message') touch(sim, node.trouble, null);
  if (due.kind !== DUE.request && due.kind !== DUE.part) return;
  const call = sim.calls.get(due.call);
  if (call !== undefined) touchCall(sim, node.trouble, call);
}

/** The trouble of a node is over. */
export function liftTrouble(sim: Simulation, node: Node): void {
  if (node.trouble !== null) lift(sim, node.trouble);
  node.trouble = null;
}

function endPause(sim: Simulation, node: Node): void {
  node.paused = false;
  liftTrouble(sim, node);
}

/** A random prefix of what was not yet durable survives. */
function cutWrites(sim: Simulation, node: Node): void {
  const { writing } = node;
  node.writing = [];
  if (writing.length === 0) return;
  const kept = drawDisk(sim.chance, node.index, writing.length + 1);
  const next: Persist | undefined = writing[kept];
  tear(node.disk, writing, kept, next === undefined ? 0 : drawDisk(sim.chance, node.index, next.bytes.length + 1));
}

function cutCall(sim: Simulation, node: Node, call: Call, lost: readonly Due[]): void {
  if (call.from === node.index && call.callerOpen) hangUp(sim, call);
  if (call.to !== node.index || call.server === 'closed') return;
  const arrived = call.server === 'open' || lost.some((due) => due.kind === DUE.request && due.call === call.id);
  if (!arrived) return;
  if (node.trouble !== null && call.callerOpen) touchCall(sim, node.trouble, call);
  call.server = 'open';
  refuse(sim, call);
}

function touchCall(sim: Simulation, name: string, call: Call): void {
  if (!call.direct) touch(sim, name, call.from === harnessIndex(sim.setup) ? call.number : null);
}
