export { clusterMachine } from './cluster/index.js';
export { gatewayErrors, gatewayMachine } from './gateway/index.js';
export { machineOf, type Role, roles } from './machine-of.js';
export { managerMachine } from './manager/index.js';
export { correctRules, type Defect, type Rules } from './rules/index.js';
export { syncerMachine } from './syncer/index.js';
export { type Config, type Limits, limitsDefault, type Timings, timingsDefault, timingsReal } from './wire/config.js';
