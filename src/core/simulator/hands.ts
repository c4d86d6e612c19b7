// What the harness does to the world. All of it lives in the world, never in a node, so that it does not end when a node does.
import type { Hand, NodeAct } from '../../contract/index.js';
import { assert } from '../../world/index.js';
import { DUE, dueOf } from './due.js';
import { die, pause, resume, start, troubleOf } from './mortality.js';
import { lift } from './hits.js';
import { healLinks, setLinkFault } from './link-hands.js';
import { remains } from './remains.js';
import type { Node, Simulation } from './simulation.js';

/** Carries out a hand. One that names nobody, or that is already so, does nothing. */
export function lay(sim: Simulation, hand: Hand): void {
  if (hand.do === 'heal-all') return healAll(sim);
  if (hand.do === 'link') return setLinkFault(sim, hand);
  const node = sim.nodes[sim.setup.index.get(hand.node) ?? -1];
  if (node === undefined) return;
  if (hand.do === 'node') return act(sim, node, hand.act);
  if (hand.do === 'disk') return failDisk(sim, node, hand.name, hand.fails);
  node.traps = node.traps.filter(({ name }) => name !== hand.name || hand.do === 'trap');
  if (hand.do === 'trap' && !node.traps.some(({ name }) => name === hand.name)) {
    const { name, effect, phase, nth, file = null } = hand;
    node.traps.push({ name, effect, phase, file, left: Math.max(1, nth) });
  }
}

function act(sim: Simulation, node: Node, what: NodeAct): void {
  switch (what) {
    case 'kill':
      return kill(sim, node);
    case 'stop':
      return pause(node);
    case 'continue':
      return resume(sim, node);
    case 'start':
      return start(sim, node);
    case 'end':
      return askToEnd(sim, node);
  }
}

/** The node is told as the next thing that happens, and halts when it will. */
function askToEnd(sim: Simulation, node: Node): void {
  if (node.host === null) return;
  sim.heap.push(sim.now, dueOf(DUE.message, node.index, 0, 0, 0xe9d, { on: 'end' }));
}

function kill(sim: Simulation, node: Node): void {
  if (node.host !== null) return die(sim, node, 'kill', '', troubleOf(node));
  if (!node.starting) return;
  node.starting = false;
  node.life++;
}

/** The trouble that came last counts. */
function failDisk(sim: Simulation, node: Node, name: string, fails: boolean): void {
  if (fails) node.diskTrouble = name;
  else if (node.diskTrouble === name) {
    node.diskTrouble = null;
    lift(sim, name);
  }
}

/** Traps first: none may close on what the healing sets free. */
function healAll(sim: Simulation): void {
  for (const node of sim.nodes) {
    node.traps = [];
    if (node.diskTrouble !== null) failDisk(sim, node, node.diskTrouble, false);
  }
  healLinks(sim);
  for (const node of sim.nodes) {
    resume(sim, node);
    start(sim, node);
  }
  const left = remains(sim);
  assert(left.length === 0, `heal: ${left.join(', ')}`);
}
