import type { Target, Topology } from '../../src/contract/index.js';
import type { Draw } from '../../src/world/index.js';

/** A node of the role: in two of three draws the one that leads at that moment, where somebody does: the others have little to do. */
export function drawTarget(draw: Draw, nodes: Topology['nodes'], role: string): Target {
  const count = nodes.filter((node) => node.role === role).length;
  if (count <= 1) return { role, pick: 0 };
  return draw('leader', 3) > 0 ? { role, pick: 'leader' } : { role, pick: draw('node', count) };
}
