import { finish, hashText, type Micros, mixIn, type NodeId } from '../../world/index.js';
import { cloneRaft, digestRaft, type RaftState } from '../raft/index.js';
import { cloneState, digestState, type State } from '../state/index.js';
import type { Config } from '../wire/config.js';
import type { Ending } from './end.js';
import { cloneCounts, type ManagerCounts } from './manager-counts.js';

/** Who waits for an entry to be applied. */
export interface Asker {
  readonly from: NodeId;
  readonly id: number;
  /** What it knows of the managers. */
  readonly knows?: number;
}

/** A proposal of this leader that is not applied yet. */
export interface Open {
  readonly key: string | null;
  readonly digest: number;
  readonly askers: readonly Asker[];
}

export interface ManagerState {
  readonly config: Config;
  readonly raft: RaftState;
  state: State;
  /** By index in the log; records are replaced, never edited. */
  readonly open: Map<number, Open>;
  /** Index of the open proposal of each idempotency key. */
  readonly byKey: Map<string, number>;
  /** When each syncer last asked for its work. In the memory of a leader alone. */
  readonly heard: Map<NodeId, Micros>;
  /** When this node began to lead. */
  leaderSince: Micros;
  /** Log time of the last entry that this leader proposed. */
  proposedAt: Micros;
  /** Entries up to here are in the log file. */
  fileLast: number;
  /** What the small file says is durable. */
  durable: number;
  /** Null: it was not asked to end. */
  ending: Ending | null;
  readonly counts: ManagerCounts;
}

export function cloneManager(manager: ManagerState): ManagerState {
  return {
    ...manager,
    raft: cloneRaft(manager.raft),
    state: cloneState(manager.state),
    open: new Map(manager.open),
    byKey: new Map(manager.byKey),
    heard: new Map(manager.heard),
    counts: cloneCounts(manager.counts),
  };
}

export function digestManager(manager: ManagerState): number {
  let hash = mixIn(digestRaft(manager.raft), digestState(manager.state));
  if (manager.ending !== null) hash = mixIn(mixIn(hash, manager.ending.by), manager.ending.from ?? -1);
  for (const [index, { askers }] of manager.open) hash = mixIn(mixIn(hash, index), askers.length);
  for (const [holder, at] of manager.heard) hash = mixIn(hashText(hash, holder), at);
  return finish(mixIn(mixIn(hash, manager.fileLast), manager.durable));
}
