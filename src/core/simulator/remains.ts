import type { Simulation } from './simulation.js';

/** What of faults is still on, in words: links under one, nodes that stand still, are away or have a trap set. After the heal there is none. */
export function remains({ faults, nodes }: Pick<Simulation, 'faults' | 'nodes'>): readonly string[] {
  return [
    ...[...faults.values()].flat().map(({ name }) => `fault ${name} on a link`),
    ...nodes.flatMap(({ id, paused, traps, host, starting }) => [
      ...(paused ? [`${id} stands still`] : []),
      ...(host === null && !starting ? [`${id} is away`] : []),
      ...traps.map(({ name }) => `trap ${name} at ${id}`),
    ]),
  ];
}
