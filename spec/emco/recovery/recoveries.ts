import { callRecoveries } from './call-recoveries.js';
import { clusterRecoveries } from './cluster-recoveries.js';
import { managerRecoveries } from './manager-recoveries.js';
import type { Recovery } from './recovery.js';
import { teardown } from './teardown.js';

/** Every situation that operators are told of, by the chapter of the runbook. */
export const recoveries: Readonly<Record<'calls' | 'clusters' | 'managers' | 'teardown', readonly Recovery[]>> = {
  calls: callRecoveries,
  clusters: clusterRecoveries,
  managers: managerRecoveries,
  teardown,
};
