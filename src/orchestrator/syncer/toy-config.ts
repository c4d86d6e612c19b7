import type { Json } from '../../world/index.js';
import { type Config, type Limits, limitsDefault, timingsDefault } from '../wire/config.js';

export { limitsDefault, timingsDefault };

/** For tests: what a node is told at boot. */
export function configOf(id: string, limits: Limits): Json {
  const config: Config = { id, managers: ['m1', 'm2'], timings: timingsDefault, limits };
  return config as unknown as Json;
}
