export { type SyncerRules, correctSyncerRules } from './syncer-rules.js';
export { syncerMachine } from './syncer-machine.js';
export type { SyncerState } from './syncer-state.js';
