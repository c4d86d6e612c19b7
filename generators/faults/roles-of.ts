import type { Topology } from '../../src/contract/index.js';

/** Each role once, in the order of the nodes. */
export function rolesOf({ nodes }: Topology): readonly string[] {
  return [...new Set(nodes.map((node) => node.role))];
}
