// Messages between gateways, syncers and managers (lossy links). Managers among themselves use the messages of `raft/`.
import type { NodeId } from '../../world/index.js';
import type { Answer, Command, Query } from './command.js';
import type { ManagersTold } from './managers.js';

/** To a manager. `id` is the asker's own, echoed in the reply. */
export type Ask =
  /** `key` is the caller's idempotency key; the same key with another `digest` is refused (422). Null: not idempotent. */
  | {
      readonly type: 'command';
      readonly id: number;
      readonly key: string | null;
      readonly digest: number;
      readonly command: Command;
      /** Who the caller says it is. */
      readonly actor?: string;
      readonly knows?: number;
    }
  /** `knows`: up to which entry the asker knows who the managers are; absent: it knows the first. */
  | { readonly type: 'query'; readonly id: number; readonly query: Query; readonly knows?: number };

/** From a manager. A `redirect` names the leader where it is known; the asker follows at once, three hops at most, then waits. `managers` is there when the asker knows less. */
export type Reply =
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer; readonly managers?: ManagersTold }
  | { readonly type: 'redirect'; readonly id: number; readonly leader: NodeId | null; readonly managers?: ManagersTold };
