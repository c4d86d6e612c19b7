export type { Foreign, ProcessNode } from './process-node.js';
export { type ProcessesOptions, startProcesses } from './start-processes.js';
