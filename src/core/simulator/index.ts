export { hostOf } from './machine-host.js';
export { programHost } from './program-host.js';
export { type SimulatedTrial, type SimulatorOptions, simulate } from './simulate.js';
export type { Range, SimulatedNode } from './simulation.js';
