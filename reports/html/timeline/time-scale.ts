import type { Micros } from '../../../src/world/index.js';
import type { Scene } from './scene.js';

/** Where a moment stands on the paper. */
export interface TimeScale {
  x(at: Micros): number;
  /** Moments to write at the axis, far enough apart to be read. */
  readonly ticks: readonly Micros[];
}

const tickApart = 84;
/** The teardown and the canary are many calls that are seldom looked at. */
const quietShare = 0.15;

/**
 * A scale by what happens: between two neighbouring moments lies room that grows with the logarithm of the time between them, so that a call of 3 ms and
 * the 2 s of silence after it can both be seen. Order is kept; equal times are at the same place.
 */
export function timeScale(scene: Scene, left: number, right: number): TimeScale {
  const moments = momentsOf(scene);
  const quietFrom = quietBegins(scene);
  const places: number[] = [0];
  for (let index = 1; index < moments.length; index++) {
    const [before, at] = [moments[index - 1] ?? 0, moments[index] ?? 0];
    const room = 0.3 + Math.log2(1 + (at - before) / 1_000);
    places.push((places[index - 1] ?? 0) + (at > quietFrom ? quietShare * room : room));
  }
  const whole = Math.max(1e-9, places.at(-1) ?? 0);
  const spots = places.map((place) => left + (place / whole) * (right - left));
  const x = (at: Micros): number => between(moments, spots, at);
  return { x, ticks: ticksOf(moments, spots) };
}

function momentsOf({ from, to, phases, bands, bars, nodes, evidence }: Scene): readonly Micros[] {
  const all = new Set<Micros>([from, to]);
  for (const span of [...phases, ...bands, ...bars, ...nodes.flatMap((line) => line.spans)]) all.add(span.from).add(span.to);
  for (const { at } of evidence) all.add(at);
  return [...all].filter((at) => at >= from && at <= to).sort((a, b) => a - b);
}

function quietBegins({ phases, evidence }: Scene): Micros {
  const quiet = phases.find((span) => span.phase === 'janitor' || span.phase === 'canary')?.from ?? Number.POSITIVE_INFINITY;
  return evidence.some(({ at }) => at > quiet) ? Number.POSITIVE_INFINITY : quiet;
}

/** Linear between the two moments around `at`. */
function between(moments: readonly Micros[], spots: readonly number[], at: Micros): number {
  let [low, high] = [0, moments.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((moments[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  const [a, b, xa, xb] = [moments[low] ?? 0, moments[high] ?? 0, spots[low] ?? 0, spots[high] ?? 0];
  if (b <= a) return xa;
  return xa + Math.min(1, Math.max(0, (at - a) / (b - a))) * (xb - xa);
}

function ticksOf(moments: readonly Micros[], spots: readonly number[]): readonly Micros[] {
  const ticks: Micros[] = [];
  let last = Number.NEGATIVE_INFINITY;
  const end = spots.at(-1) ?? 0;
  moments.forEach((at, index) => {
    const spot = spots[index] ?? 0;
    if (spot - last < tickApart || spot > end - 24) return;
    ticks.push(at);
    last = spot;
  });
  return ticks;
}
