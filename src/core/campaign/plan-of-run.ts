import type { Intensity, Plan, Scenario } from '../../contract/index.js';
import { drawFrom, finish, hashText } from '../../world/index.js';

/** The seed of run `index` of a campaign: it depends on nothing else, so that shards and jobs agree. */
export function runSeed(seed: string, index: number): string {
  const high = finish(hashText(index, seed));
  const low = finish(hashText(high, `${seed}/${index}`));
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

/** The plan of run `index`. */
export function planOf(scenario: Scenario, seed: string, index: number, intensity: Intensity): Plan {
  const own = runSeed(seed, index);
  return scenario.plan(drawFrom(own, 'plan'), own, intensity, index);
}
