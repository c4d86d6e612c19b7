// A world in virtual time. Everything that will happen stands in one heap; `next` takes entries out until one of them is news for the engine.
import type { Command, Happening, Topology, Trial, Watcher } from '../../contract/index.js';
import { assert, finish, type Micros, mixIn } from '../../world/index.js';
import { chanceOf, tiesOf } from './chance.js';
import { copyOf } from './copy.js';
import { EventHeap } from './event-heap.js';
import { fire } from './fire.js';
import { lay } from './hands.js';
import { sendRequest } from './harness.js';
import { start } from './mortality.js';
import type { Node, Range, Setup, SimulatedNode, Simulation } from './simulation.js';

export interface SimulatorOptions {
  readonly topology: Topology;
  readonly nodes: readonly SimulatedNode[];
  /** Decides every latency, draw and order. */
  readonly seed: string;
  /** Latency of a healthy link, one way. Default 200-800 µs. */
  readonly hop?: Range;
  /** How long a write takes to become durable. Default 100-500 µs. */
  readonly sync?: Range;
  /** Wall clock at the beginning, since the epoch. Default 2024-01-01. */
  readonly wallStart?: Micros;
  /** Whether the rolling hash is kept. Default true. */
  readonly hash?: boolean;
  /** For tests: freezes all that is sent, so that a node which edits what it received throws. Default false. */
  readonly freeze?: boolean;
  /** For tests: real time, chance and timers throw while a node steps. Default false. */
  readonly guard?: boolean;
}

/** A trial in the simulator. */
export interface SimulatedTrial extends Trial {
  fork(reseed: string | null): SimulatedTrial;
  hash(): number;
  watch(watcher: Watcher | null): void;
  /** Over the states of all nodes that can show one. */
  digest(): number;
  /** Inputs that nodes have taken so far. */
  readonly steps: number;
}

const eventsPerInstantMax = 1_000_000;
const abilities: ReadonlySet<string> = new Set([
  'fork',
  'trap',
  'tear',
  'clock',
  ...['broken', 'full', 'eio', 'slow', 'lost-sync', 'flip', 'truncate'].map((kind) => `disk:${kind}`),
  'hash',
  'kill',
  'stop',
  'slow-start',
  'loss',
  'duplicate',
  'reorder',
  ...[
    'latency',
    'cut',
    'hold',
    'timeout',
    'reset',
    'bandwidth',
    'slow-close',
    'slicer',
    'limit',
    'loss',
    'duplicate',
    'reorder',
    'late',
    'http-late',
    'drop-response',
    'http-duplicate',
    'http-status',
  ].map((kind) => `link:${kind}`),
]);

const abilitiesWithBuilds: ReadonlySet<string> = new Set([...abilities, 'build']);

/** Builds the nodes and lets them boot at time 0, as the first thing that `next` does. */
export function simulate(options: SimulatorOptions): SimulatedTrial {
  const { topology, nodes, seed } = options;
  const setup: Setup = {
    topology,
    nodes,
    index: new Map(nodes.map(({ id }, index) => [id, index])),
    hop: options.hop ?? { least: 200, most: 800 },
    sync: options.sync ?? { least: 100, most: 500 },
    wallStart: options.wallStart ?? 1_704_067_200_000_000,
    hashing: options.hash ?? true,
    freeze: options.freeze ?? false,
    guard: options.guard ?? false,
  };
  assert(
    setup.index.size === nodes.length && !setup.index.has('client'),
    'simulator: every node has a name of its own, and none is the client',
  );
  const chance = chanceOf(seed, nodes.length);
  const actors = nodes.length + 1;
  const sim: Simulation = {
    setup,
    now: 0,
    heap: new EventHeap(tiesOf(chance)),
    nodes: nodes.map(nodeOf),
    chance,
    calls: new Map(),
    callCount: 0,
    tokens: 0,
    faults: new Map(),
    arrivals: new Float64Array(actors * actors),
    hits: new Map(),
    happenings: [],
    hash: 0x7077,
    steps: 0,
    watcher: null,
    last: { from: -1, body: null, hash: 0 },
  };
  for (const node of sim.nodes) start(sim, node);
  return new SimulatedWorld(sim);
}

function nodeOf({ id }: SimulatedNode, index: number): Node {
  return {
    index,
    id,
    host: null,
    life: 0,
    starting: false,
    ending: false,
    paused: false,
    build: null,
    slow: null,
    inbox: [],
    trouble: null,
    queue: [],
    head: 0,
    writing: [],
    closing: null,
    disk: new Map(),
    diskTroubles: [],
    clock: null,
    timers: new Map(),
    traps: [],
    calls: new Map(),
  };
}

class SimulatedWorld implements SimulatedTrial {
  readonly world = 'sim';
  readonly can: ReadonlySet<string>;
  private readonly sim: Simulation;
  private waiting = false;
  private sameInstant = 0;

  constructor(sim: Simulation) {
    this.sim = sim;
    this.can = sim.setup.nodes.some(({ builds }) => builds !== undefined) ? abilitiesWithBuilds : abilities;
  }

  get now(): Micros {
    return this.sim.now;
  }

  get steps(): number {
    return this.sim.steps;
  }

  do(command: Command): void {
    assert(!this.waiting, 'simulator: nothing is done while a step is awaited');
    if (command.do === 'request') sendRequest(this.sim, command);
    else lay(this.sim, command);
  }

  next(until: Micros): Happening | Promise<Happening> {
    assert(!this.waiting, 'simulator: one `next` at a time');
    const { happenings, heap } = this.sim;
    while (happenings.length === 0 && heap.firstAt <= until) {
      const done = this.advance();
      if (done !== undefined) return this.nextAfter(done, until);
    }
    return happenings.shift() ?? this.tick(until);
  }

  fork(reseed: string | null): SimulatedTrial {
    assert(!this.waiting, 'simulator: no fork while a step is awaited');
    return new SimulatedWorld(copyOf(this.sim, reseed));
  }

  watch(watcher: Watcher | null): void {
    this.sim.watcher = watcher;
    if (watcher === null) return;
    const { nodes } = this.sim.setup;
    for (const { id, from, to, number, request, direct, twin } of this.sim.calls.values())
      if (!twin) watcher.found({ from: nodes[from]?.id ?? 'client', to: nodes[to]?.id ?? '', number, inbound: -id, request, direct });
  }

  hash(): number {
    return this.sim.hash >>> 0;
  }

  digest(): number {
    let digest = 0;
    for (const { host } of this.sim.nodes) digest = mixIn(digest, host?.digest?.() ?? 0);
    return finish(digest);
  }

  close(): null {
    for (const { host } of this.sim.nodes) host?.close?.();
    return null;
  }

  /** The next entry of the heap. */
  private advance(): Promise<void> | undefined {
    const { sim } = this;
    const at = sim.heap.firstAt;
    this.sameInstant = at === sim.now ? this.sameInstant + 1 : 0;
    assert(this.sameInstant < eventsPerInstantMax, 'simulator: time goes on');
    sim.now = at;
    return fire(sim, sim.heap.pop());
  }

  private tick(until: Micros): Happening {
    this.sim.now = Math.max(this.sim.now, until);
    return { at: this.sim.now, is: 'tick' };
  }

  /** The loop of `next` where steps are awaited. */
  private async nextAfter(first: Promise<void>, until: Micros): Promise<Happening> {
    const { sim } = this;
    this.waiting = true;
    try {
      await first;
      while (sim.happenings.length === 0 && sim.heap.firstAt <= until) await this.advance();
    } finally {
      this.waiting = false;
    }
    return sim.happenings.shift() ?? this.tick(until);
  }
}
