import { correctSyncerRules, type SyncerRules } from '../syncer/syncer-rules.js';
import { correctStateRules, type StateRules } from './state-rules.js';

/** Every integrity-critical decision of the orchestrator; its nodes are constructed with them. */
export interface Rules {
  readonly state: StateRules;
  readonly syncer: SyncerRules;
}

export const correctRules: Rules = { state: correctStateRules, syncer: correctSyncerRules };
