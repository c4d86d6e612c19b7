import type { Env, Micros } from '../../world/index.js';
import { drawNode } from './chance.js';
import type { Simulation } from './simulation.js';

/** What one step may know of the simulated world. */
export class StepEnv implements Env {
  readonly now: Micros;
  readonly wall: Micros;
  private readonly sim: Simulation;
  private readonly node: number;

  constructor(sim: Simulation, node: number) {
    this.now = sim.now;
    this.wall = sim.setup.wallStart + sim.now;
    this.sim = sim;
    this.node = node;
  }

  draw(_label: string, bound: number): number {
    return drawNode(this.sim.chance, this.node, bound);
  }
}
