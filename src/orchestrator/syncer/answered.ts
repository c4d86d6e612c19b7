import { asObject, type JsonObject, parseJson, textOf } from '../../world/index.js';
import type { SyncerRules } from './syncer-rules.js';
import type { PendingCall } from './syncer-state.js';

/** A whole answer; `reason` is that of its Kubernetes Status, if it is one of failure. */
export interface Answered {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
  readonly object: JsonObject;
  /** Somebody answered, but not the cluster: status 0, as if nobody had. */
  readonly isForeign: boolean;
}

const foreign: Answered = { status: 0, reason: '', message: '', object: {}, isForeign: true };

export function answeredOf({ status, bytes }: PendingCall, rules: SyncerRules): Answered {
  const object = status === 0 ? null : asObject(parseJson(textOf(bytes)));
  if (status !== 0 && !rules.believes(status, object, 'object')) return foreign;
  const failed = status >= 400 && object !== null;
  return {
    status,
    reason: failed ? String(object['reason'] ?? '') : '',
    message: failed ? String(object['message'] ?? '') : '',
    object: object ?? {},
    isForeign: false,
  };
}

/** The list that was answered; null when it is none. */
export function listIn({ status, bytes }: PendingCall, rules: SyncerRules): JsonObject | null {
  const list = status === 200 ? asObject(parseJson(textOf(bytes))) : null;
  return list !== null && rules.believes(status, list, 'list') ? list : null;
}

/** No answer, or one that says that the cluster is not well. */
export const isOutage = (status: number): boolean => status === 0 || status === 429 || status >= 500;
