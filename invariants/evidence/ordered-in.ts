import type { Described, Layer } from '../../src/contract/index.js';

/** The layers of which each look is newer than the one before, because every answer is that of a linearizable read. */
export function orderedIn(system: Described): readonly Layer[] {
  const reads = new Map(system.operations.map((operation) => [operation.name, operation.reads]));
  const observations = system.observe(system.topology({}));
  return observations.filter(({ looks }) => looks.every(({ op }) => reads.get(op) === 'linearizable')).map(({ layer }) => layer);
}
