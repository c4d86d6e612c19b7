export { runSweep, type SweepOptions } from './sweep.js';
export type { SweepCrew, SweepCrewOptions } from './sweep-crew.js';
