import type { Machine } from '../../world/index.js';
import type { Role } from '../roles.js';
import type { Rules } from '../rules/index.js';

/** As `machineOf`, but without the code of the other roles: a process that loads half of the files is up in half of the time. */
export async function loadMachine(role: Role, rules: Rules): Promise<Machine<unknown>> {
  switch (role) {
    case 'gateway':
      return (await import('../gateway/index.js')).gatewayMachine(rules.gateway);
    case 'manager':
      return (await import('../manager/index.js')).managerMachine(rules);
    case 'syncer':
      return (await import('../syncer/index.js')).syncerMachine(rules.syncer);
    case 'cluster':
      return (await import('../cluster/index.js')).clusterMachine();
  }
}
