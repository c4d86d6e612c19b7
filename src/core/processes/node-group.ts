import type { NodeId } from '../../world/index.js';
import type { Clock, Report } from '../../world/node/index.js';
import { asBuilt } from './as-built.js';
import type { Guard } from './guard.js';
import { folderOf, launchOf } from './launch-of.js';
import type { Ended } from './how-it-ended.js';
import { NodeProcess } from './node-process.js';
import type { Place } from './place.js';
import type { ProcessNode } from './process-node.js';

/** Is told what becomes of the nodes. */
export interface Watcher {
  up(id: NodeId, life: number): void;
  down(id: NodeId, why: Ended['why'], detail: string): void;
  report(id: NodeId, report: Report): void;
  failed(error: Error): void;
}

export interface NodeGroupOptions {
  readonly place: Place;
  readonly nodes: readonly ProcessNode[];
  readonly guard: Guard;
  readonly clock: Clock;
  readonly seed: string;
  /** What the nodes need around them is there. */
  readonly ready: Promise<void>;
}

/** All nodes of a trial. Until a watcher is there, a node that ends is a failed start. */
export class NodeGroup {
  readonly #nodes = new Map<NodeId, NodeProcess>();
  readonly #allUp: Promise<void>;
  #watcher: Watcher | null = null;

  constructor(options: NodeGroupOptions) {
    const awaited = new Set(options.nodes.map(({ id }) => id));
    this.#allUp = new Promise((resolve, reject) => {
      const first: Watcher = {
        up: (id) => {
          awaited.delete(id);
          if (awaited.size === 0) resolve();
        },
        down: (id, why, detail) => reject(new Error(`the node ${id} ended before all were up: ${why} ${detail}`)),
        report: () => undefined,
        failed: reject,
      };
      for (const node of options.nodes)
        this.#nodes.set(
          node.id,
          processOf(options, node, () => this.#watcher, first, awaited),
        );
      if (awaited.size === 0) resolve();
    });
    this.#allUp.catch(() => undefined);
  }

  get(id: NodeId): NodeProcess | undefined {
    return this.#nodes.get(id);
  }

  all(): Iterable<readonly [NodeId, NodeProcess]> {
    return this.#nodes;
  }

  watch(watcher: Watcher): void {
    this.#watcher = watcher;
  }

  /** Starts all, at once. */
  start(): void {
    for (const node of this.#nodes.values()) node.start();
  }

  /** @throws Error when one of them ends or takes too long */
  allUp(): Promise<void> {
    return this.#allUp;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#nodes.values()].map((node) => node.close()));
  }
}

function processOf(
  options: NodeGroupOptions,
  node: ProcessNode,
  watcher: () => Watcher | null,
  first: Watcher,
  awaited: ReadonlySet<NodeId>,
): NodeProcess {
  const { place, guard, clock, seed, ready } = options;
  const { id } = node;
  return new NodeProcess({
    node,
    guard,
    ready,
    directory: folderOf(place, node),
    launch: (life, build) => launchOf(place, asBuilt(node, build), { life, build, seed, originNanos: clock.originNanos }),
    up: (life) => {
      if (life > 1) watcher()?.up(id, life);
      first.up(id, life);
    },
    down: (why, detail) => {
      if (awaited.size > 0) first.down(id, why, detail);
      watcher()?.down(id, why, detail);
    },
    report: (report) => watcher()?.report(id, report),
    failed: (error) => {
      first.failed(error);
      watcher()?.failed(error);
    },
  });
}
