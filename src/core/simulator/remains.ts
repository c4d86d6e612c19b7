import type { Simulation } from './simulation.js';

/** What of faults is still on, in words: links, disks and clocks under one, nodes that stand still, are away, start late, run other code or have a trap set. After the heal there is none. */
export function remains({ faults, nodes }: Pick<Simulation, 'faults' | 'nodes'>): readonly string[] {
  return [
    ...[...faults.values()].flat().map(({ name }) => `fault ${name} on a link`),
    ...nodes.flatMap(({ id, paused, traps, closing, host, starting, slow, build, diskTroubles, clock }) => [
      ...(paused ? [`${id} stands still`] : []),
      ...(host === null && !starting ? [`${id} is away`] : []),
      ...(slow === null ? [] : [`${id} starts late`]),
      ...(build === null ? [] : [`${id} runs ${build}`]),
      ...[...traps, ...(closing === null ? [] : [closing])].map(({ name }) => `trap ${name} at ${id}`),
      ...diskTroubles.map(({ name }) => `fault ${name} on the disk of ${id}`),
      ...(clock?.faults ?? []).map(({ name }) => `fault ${name} on the clock of ${id}`),
    ]),
  ];
}
