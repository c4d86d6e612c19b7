/**
 * Numbers of which percentiles are asked. Above `samplesMax` every second one is dropped, and from then on only every second, fourth … is kept: the
 * memory is bounded and the result does not depend on chance.
 */
export interface Samples {
  kept: number[];
  /** One in this many is kept. */
  stride: number;
  seen: number;
  max: number | null;
}

const samplesMax = 50_000;

export function noSamples(): Samples {
  return { kept: [], stride: 1, seen: 0, max: null };
}

export function addSample(samples: Samples, value: number): void {
  if (samples.seen % samples.stride === 0) samples.kept.push(value);
  samples.seen++;
  samples.max = samples.max === null ? value : Math.max(samples.max, value);
  if (samples.kept.length < samplesMax) return;
  samples.kept = samples.kept.filter((_, index) => index % 2 === 0);
  samples.stride *= 2;
}

/** The smallest kept value that at least `percent` of them do not exceed (nearest rank); null without samples. Cost: a sort. */
export function percentile(samples: Samples, percent: number): number | null {
  const sorted = [...samples.kept].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null;
}
