export { recoveries } from './recoveries.js';
export { concerns, operationFor, type Recovery, type RecoveryCall, type Sight } from './recovery.js';
export { teardown } from './teardown.js';
