import type { Machine } from '../world/index.js';
import { clusterMachine } from './cluster/index.js';
import { gatewayMachine } from './gateway/index.js';
import { managerMachine } from './manager/index.js';
import type { Role } from './roles.js';
import type { Rules } from './rules/index.js';
import { syncerMachine } from './syncer/index.js';

/** The code of a node of this role; what it decides follows `rules`. */
export function machineOf(role: Role, rules: Rules): Machine<unknown> {
  switch (role) {
    case 'gateway':
      return gatewayMachine(rules.gateway);
    case 'manager':
      return managerMachine(rules);
    case 'syncer':
      return syncerMachine(rules.syncer);
    case 'cluster':
      return clusterMachine();
  }
}
