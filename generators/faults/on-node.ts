import type { Break, Topology } from '../../src/contract/index.js';
import { type Draw, type Json, pick } from '../../src/world/index.js';
import { drawTarget } from './draw-target.js';
import { lasting } from './link-fault.js';

const longest = 3_000_000;

/** Something of one node, drawn. Roles are equally likely, whatever their size. */
export function onNode(draw: Draw, { nodes }: Topology, args: Json): Pick<Break, 'on' | 'args' | 'lasts'> | null {
  const role = pick(draw, 'role', [...new Set(nodes.map((node) => node.role))]);
  return { on: [drawTarget(draw, nodes, role)], args, lasts: lasting(draw, longest) };
}
