import { streamOf } from '../../world/index.js';
import { copyChance, tiesOf } from './chance.js';
import type { ActiveFault } from './link-fault.js';
import type { Call, NodeDiskTrouble, Node, Simulation, Timer, Trap } from './simulation.js';

/**
 * A world that goes on by itself from here; with `reseed` under other chance. What is immutable is shared. Fields are in the order in which they stand where
 * the original was made: a copy has the same shape, and the code that runs both stays fast.
 */
export function copyOf(sim: Simulation, reseed: string | null): Simulation {
  const chance = copyChance(sim.chance);
  const heap = sim.heap.clone();
  if (reseed !== null) {
    chance.root = streamOf(reseed, 'simulator');
    heap.ties = tiesOf(chance);
  }
  return {
    setup: sim.setup,
    now: sim.now,
    heap,
    nodes: sim.nodes.map(copyNode),
    chance,
    calls: new Map([...sim.calls].map(([id, call]) => [id, copyCall(call)])),
    callCount: sim.callCount,
    tokens: sim.tokens,
    faults: new Map([...sim.faults].map(([link, faults]) => [link, faults.map(copyFault)])),
    arrivals: sim.arrivals.slice(),
    hits: new Map([...sim.hits].map(([name, { requests, messages }]) => [name, { requests: new Set(requests), messages }])),
    happenings: sim.happenings.slice(),
    hash: sim.hash,
    steps: sim.steps,
    watcher: null,
    last: { from: -1, body: null, hash: 0 },
  };
}

function copyNode(node: Node): Node {
  const { index, id, life, starting, ending, paused, build, slow, trouble, queue, head, closing, clock } = node;
  return {
    index,
    id,
    host: node.host?.fork?.() ?? null,
    life,
    starting,
    ending,
    paused,
    build,
    slow,
    inbox: node.inbox.slice(),
    trouble,
    queue,
    head,
    writing: node.writing.slice(),
    closing,
    disk: new Map(node.disk),
    diskTroubles: node.diskTroubles.map(copyTrouble),
    clock,
    timers: new Map([...node.timers].map(([name, timer]) => [name, copyTimer(timer)])),
    traps: node.traps.map((trap): Trap => ({ ...trap })),
    calls: new Map(node.calls),
  };
}

function copyTrouble({ name, fault, left, kept, owed }: NodeDiskTrouble): NodeDiskTrouble {
  return { name, fault, left, kept, owed };
}

function copyTimer({ deadline, due, token, input, hash }: Timer): Timer {
  return { deadline, due, token, input, hash };
}

function copyCall(call: Call): Call {
  const { id, from, to, number, request, hash, timeout, direct, twin, partner, callerOpen, server, refused } = call;
  const { deadline, upAt, downAt, upBytes, downBytes, severToken, head, pieces } = call;
  return {
    id,
    from,
    to,
    number,
    request,
    hash,
    timeout,
    direct,
    twin,
    partner,
    callerOpen,
    server,
    refused,
    deadline,
    upAt,
    downAt,
    upBytes,
    downBytes,
    severToken,
    head,
    pieces: pieces.slice(),
  };
}

function copyFault(active: ActiveFault): ActiveFault {
  return { ...active, held: active.held.slice(), taken: new Set(active.taken) };
}
