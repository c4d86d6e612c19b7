export { configDoubts } from './config-doubts.js';
export { startToxiproxy } from './start-toxiproxy.js';
export type { ToxiproxyOptions, ToxiproxyServer } from './start-toxiproxy.js';
