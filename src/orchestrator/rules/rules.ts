import { correctGatewayRules, type GatewayRules } from '../gateway/gateway-rules.js';
import { correctManagerRules, type ManagerRules } from '../manager/manager-rules.js';
import { correctRaftRules, type RaftRules } from '../raft/raft-rules.js';
import { correctSyncerRules, type SyncerRules } from '../syncer/syncer-rules.js';
import { correctStateRules, type StateRules } from './state-rules.js';

/** Every integrity-critical decision of the orchestrator; its nodes are constructed with them. */
export interface Rules {
  readonly gateway: GatewayRules;
  readonly raft: RaftRules;
  readonly manager: ManagerRules;
  readonly state: StateRules;
  readonly syncer: SyncerRules;
}

export const correctRules: Rules = {
  gateway: correctGatewayRules,
  raft: correctRaftRules,
  manager: correctManagerRules,
  state: correctStateRules,
  syncer: correctSyncerRules,
};
