export { conduct, wakeAt } from './conductor.js';
export { type ConductorOptions, startConductor } from './start.js';
export type { Conduct } from './conduct.js';
export { forkConduct } from './fork-conduct.js';
export type { Limits } from './limits.js';
