import { aheadAt, type Env, type Input, type Micros, type NodeClock, shownAt } from '../../world/index.js';
import { drawNode } from './chance.js';
import { touchClock } from './clock-hits.js';
import { harnessIndex, type Node, type Simulation } from './simulation.js';

/** What one step may know of the simulated world on a node whose clocks are, or were, wrong. Tells which of them it reads. */
export class BentEnv implements Env {
  private readonly sim: Simulation;
  private readonly node: Node;
  private readonly clock: NodeClock;
  private readonly input: Input;

  constructor(sim: Simulation, node: Node, clock: NodeClock, input: Input) {
    this.sim = sim;
    this.node = node;
    this.clock = clock;
    this.input = input;
  }

  get now(): Micros {
    this.tell('now');
    return shownAt(this.clock, this.sim.now);
  }

  get wall(): Micros {
    this.tell('wall');
    return this.sim.setup.wallStart + this.sim.now + aheadAt(this.clock, this.sim.now);
  }

  draw(_label: string, bound: number): number {
    return drawNode(this.sim.chance, this.node.index, bound);
  }

  /** What the harness asks past the proxies is no operation: nothing is hit by what it reads. */
  private tell(read: 'now' | 'wall'): void {
    const { input, sim, clock } = this;
    const call = input.on === 'request' ? sim.calls.get(-input.call) : undefined;
    if (call?.direct === true) return;
    touchClock(sim, clock, read, call?.from === harnessIndex(sim.setup) ? call.number : null);
  }
}
