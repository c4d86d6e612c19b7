export { Clock } from './clock.js';
export type { Control, Peer, Report, StartLine, Traffic, Trap } from './control.js';
export { startLagMeter } from './lag-meter.js';
export { LineSplitter } from './line-splitter.js';
export type { NodeLimits } from './limits.js';
export { THREW } from './recorder.js';
export { runNode } from './run-node.js';
export type { Transport } from './transport.js';
