import type { Break, Fault, Hand, Topology } from '../../src/contract/index.js';
import { type NodeId, pick } from '../../src/world/index.js';
import { drawTarget } from './draw-target.js';
import { lasting, shorter } from './link-fault.js';

const longest = 3_000_000;

/** One node of a group is cut off from the others of its role, both ways; everybody else still reaches it. */
export const isolation: Fault = {
  name: 'isolation',
  needs: [],
  weight: 2,
  draw: (draw, { nodes }) => {
    const roles = [...new Set(nodes.map(({ role }) => role))].filter((role) => nodes.filter((node) => node.role === role).length > 2);
    if (roles.length === 0) return null;
    return { on: [drawTarget(draw, nodes, pick(draw, 'role', roles))], args: {}, lasts: lasting(draw, longest) };
  },
  weaken: shorter,
  inject: (broken, on, topology) => hands(broken, on, topology, false),
  heal: (broken, on, topology) => hands(broken, on, topology, true),
};

function hands({ id }: Break, on: readonly NodeId[], { nodes, links }: Topology, off: boolean): readonly Hand[] {
  const roles = new Map(nodes.map((node) => [node.id, node.role]));
  const among = links.filter(({ from, to }) => on.includes(from) !== on.includes(to) && roles.get(from) === roles.get(to));
  return among.map(({ from, to }) => ({ do: 'link', from, to, name: id, fault: off ? null : { kind: 'cut' }, stream: 'upstream' }));
}
