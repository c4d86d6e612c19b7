import type { Hand, NodeAct } from '../../src/contract/index.js';
import type { NodeId } from '../../src/world/index.js';

/** The same done to each node. */
export function acts(on: readonly NodeId[], act: NodeAct): readonly Hand[] {
  return on.map((node) => ({ do: 'node', node, act }));
}
