/** One family of figures that a node tells about itself. Counters only rise while a node runs, and begin at 0 with each of its starts. */
export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A figure that only rises. Its name gets `orchestrator_` before it and `_total` behind. */
export function counter(name: string, help: string, value: number | readonly Sample[]): Metric {
  return { name: `orchestrator_${name}_total`, type: 'counter', help, samples: samplesOf(value) };
}

/** A figure as it now is. Its name gets `orchestrator_` before it. */
export function gauge(name: string, help: string, value: number | readonly Sample[]): Metric {
  return { name: `orchestrator_${name}`, type: 'gauge', help, samples: samplesOf(value) };
}

/** One sample for each entry, with the key as the value of `label`. */
export function byLabel(label: string, values: Iterable<readonly [key: string, value: number]>): readonly Sample[] {
  return [...values].map(([key, value]) => ({ labels: { [label]: key }, value }));
}

/** How many there are of each key. */
export function tally(keys: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function samplesOf(value: number | readonly Sample[]): readonly Sample[] {
  return typeof value === 'number' ? [{ labels: {}, value }] : value;
}
