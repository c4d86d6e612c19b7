export { machineOf } from './machine-of.js';
export type { Role } from './roles.js';
export { correctRules, type Defect, type Rules, stepsOf } from './rules/index.js';
export { type Config, type Limits, limitsDefault, type Timings, timingsDefault, timingsReal } from './wire/config.js';
