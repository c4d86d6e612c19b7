// What the harness does to the world. All of it lives in the world, never in a node, so that it does not end when a node does.
import type { Hand, NodeAct } from '../../contract/index.js';
import { assert, type Micros } from '../../world/index.js';
import { healClock, setClockFault } from './clock-hands.js';
import { setDiskFault } from './disk-trouble.js';
import { DUE, dueOf } from './due.js';
import { die, hurryStart, pause, resume, start, troubleOf } from './mortality.js';
import { healLinks, setLinkFault } from './link-hands.js';
import { remains } from './remains.js';
import type { Node, Simulation } from './simulation.js';

/** From being asked to end to the end, whatever the node says: as long as a process has. */
const endTime: Micros = 8_000_000;

/** Carries out a hand. One that names nobody, or that is already so, does nothing. */
export function lay(sim: Simulation, hand: Hand): void {
  if (hand.do === 'heal-all') return healAll(sim);
  if (hand.do === 'link') return setLinkFault(sim, hand);
  const node = sim.nodes[sim.setup.index.get(hand.node) ?? -1];
  if (node === undefined) return;
  if (hand.do === 'node') return act(sim, node, hand.act, hand.build);
  if (hand.do === 'slow-start') return slowStarts(sim, node, hand.name, hand.delay);
  if (hand.do === 'disk') return setDiskFault(sim, node, hand.name, hand.fault);
  if (hand.do === 'clock') return setClockFault(sim, node, hand.name, hand.fault);
  if (hand.do === 'untrap') untrap(node, hand.name);
  if (hand.do === 'trap' && !node.traps.some(({ name }) => name === hand.name)) {
    const { name, effect, phase, nth, file = null } = hand;
    node.traps.push({ name, effect, phase, file, left: Math.max(1, nth) });
  }
}

/** By name null: all. One that is about to close, once a write is durable, does so no more. */
function untrap(node: Node, name: string | null): void {
  node.traps = node.traps.filter((trap) => name !== null && trap.name !== name);
  if (name === null || node.closing?.name === name) node.closing = null;
}

function act(sim: Simulation, node: Node, what: NodeAct, build: string | null | undefined): void {
  switch (what) {
    case 'kill':
      return kill(sim, node);
    case 'stop':
      return pause(node);
    case 'continue':
      return resume(sim, node);
    case 'start':
      return startAs(sim, node, build);
    case 'end':
      return askToEnd(sim, node);
  }
}

/** The node is told as the next thing that happens, and halts when it will; not later than it may. */
function askToEnd(sim: Simulation, node: Node): void {
  if (node.host === null || node.ending) return;
  node.ending = true;
  sim.heap.push(sim.now, dueOf(DUE.end, node.index, 0, node.life, 0xe9d, { on: 'end' }));
  sim.heap.push(sim.now + endTime, dueOf(DUE.cutShort, node.index, 0, node.life, 0, null));
}

/** One that is still ending has had its time. */
function startAs(sim: Simulation, node: Node, build: string | null | undefined): void {
  if (node.ending) kill(sim, node);
  if (node.host !== null) return;
  if (build !== undefined) node.build = known(sim, node, build);
  start(sim, node);
}

function known(sim: Simulation, node: Node, build: string | null): string | null {
  const { builds } = sim.setup.nodes[node.index] as Simulation['setup']['nodes'][number];
  if (build !== null && builds?.[build] === undefined) throw new RangeError(`${node.id} has no build that is called ${build}`);
  return build;
}

/** The trouble that came last counts. */
function slowStarts(sim: Simulation, node: Node, name: string, delay: Micros | null): void {
  if (delay !== null) node.slow = { name, delay };
  else if (node.slow?.name === name) {
    node.slow = null;
    hurryStart(sim, node);
  }
}

function kill(sim: Simulation, node: Node): void {
  if (node.host !== null) return die(sim, node, 'kill', '', troubleOf(node));
  if (!node.starting) return;
  node.starting = false;
  node.life++;
}

/** Traps first: none may close on what the healing sets free. */
function healAll(sim: Simulation): void {
  for (const node of sim.nodes) {
    untrap(node, null);
    healClock(sim, node);
    for (const { name } of node.diskTroubles) setDiskFault(sim, node, name, null);
  }
  healLinks(sim);
  for (const node of sim.nodes) {
    resume(sim, node);
    if (node.slow !== null) slowStarts(sim, node, node.slow.name, null);
    if (node.build !== null) kill(sim, node);
    startAs(sim, node, null);
  }
  const left = remains(sim);
  assert(left.length === 0, `heal: ${left.join(', ')}`);
}
