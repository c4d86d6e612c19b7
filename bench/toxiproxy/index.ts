export { stalledReader } from './stalled-reader.js';
export { toxiproxyBeside } from './toxiproxy-beside.js';
export { toxiproxySoak } from './toxiproxy-soak.js';
