export { conduct, type ConductorOptions, startConductor, wakeAt } from './conductor.js';
export type { Conduct } from './conduct.js';
export { type Limits, limitsDefault } from './limits.js';
