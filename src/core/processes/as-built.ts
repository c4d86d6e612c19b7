import type { ProcessNode } from './process-node.js';

/** The node as it is with a build; null: its own. @throws RangeError when it has no such build */
export function asBuilt(node: ProcessNode, build: string | null): ProcessNode {
  if (build === null) return node;
  const other = node.builds?.[build];
  if (other === undefined) throw new RangeError(`${node.id} has no build that is called ${build}`);
  return { ...node, ...other };
}
