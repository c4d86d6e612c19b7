import { drawAt, finish, mixIn, streamOf } from '../../world/index.js';
import type { Range } from './simulation.js';

/** Every stream of chance of a world, with how many draws were taken from each. Stream 2n belongs to link n forwards, 2n + 1 to its answers. */
export interface Chance {
  /** What all streams are made from. */
  root: number;
  readonly links: Int32Array;
  readonly nodes: Int32Array;
  readonly disks: Int32Array;
}

const salt = { link: 0x11, fault: 0x12, node: 0x13, disk: 0x14, tie: 0x15 } as const;

export function chanceOf(seed: string, nodeCount: number): Chance {
  const actors = nodeCount + 1;
  return {
    root: streamOf(seed, 'simulator'),
    links: new Int32Array(2 * actors * actors),
    nodes: new Int32Array(nodeCount),
    disks: new Int32Array(nodeCount),
  };
}

export function copyChance(chance: Chance): Chance {
  return { root: chance.root, links: chance.links.slice(), nodes: chance.nodes.slice(), disks: chance.disks.slice() };
}

export function tiesOf(chance: Chance): number {
  return mixIn(chance.root, salt.tie);
}

/** The time that the next piece takes over link stream `stream`. */
export function drawHop(chance: Chance, stream: number, { least, most }: Range): number {
  const counter = chance.links[stream] as number;
  chance.links[stream] = counter + 1;
  return least + drawAt(streamAt(chance, salt.link, stream), counter, most - least + 1);
}

/** A draw for a link fault about the piece that is sent next; it does not move the hops that come after. `nth` tells several draws apart. */
export function drawFault(chance: Chance, stream: number, nth: number, bound: number): number {
  return drawAt(mixIn(streamAt(chance, salt.fault, stream), nth), chance.links[stream] as number, bound);
}

export function drawNode(chance: Chance, node: number, bound: number): number {
  const counter = chance.nodes[node] as number;
  chance.nodes[node] = counter + 1;
  return drawAt(streamAt(chance, salt.node, node), counter, bound);
}

export function drawDisk(chance: Chance, node: number, bound: number): number {
  const counter = chance.disks[node] as number;
  chance.disks[node] = counter + 1;
  return drawAt(streamAt(chance, salt.disk, node), counter, bound);
}

function streamAt(chance: Chance, kind: number, index: number): number {
  return finish(mixIn(mixIn(chance.root, kind), index));
}
