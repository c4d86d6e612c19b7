// The resources of EMCO v2 that the orchestrator serves: one table for server, validation, OpenAPI and generators.
import type { KindSpec } from './kind.js';
import { applicationKinds } from './kinds/application-kinds.js';
import { chainKinds } from './kinds/chain-kinds.js';
import { cloudKinds } from './kinds/cloud-kinds.js';
import { clusterKinds } from './kinds/cluster-kinds.js';
import { controllerKinds } from './kinds/controller-kinds.js';
import { intentKinds } from './kinds/intent-kinds.js';
import { trafficKinds } from './kinds/traffic-kinds.js';

export const kinds: readonly KindSpec[] = [
  ...applicationKinds,
  ...intentKinds,
  ...trafficKinds,
  ...chainKinds,
  ...controllerKinds,
  ...clusterKinds,
  ...cloudKinds,
];

/** @throws RangeError when there is no such kind */
export function kindNamed(kind: string): KindSpec {
  const found = kinds.find((each) => each.name === kind);
  if (found === undefined) throw new RangeError(`no kind ${kind}`);
  return found;
}
