import { asObject, type JsonObject, parseJson, textOf } from '../../world/index.js';
import type { PendingCall } from './syncer-state.js';

/** A whole answer; `reason` is that of its Kubernetes Status, if it is one of failure. */
export interface Answered {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
  readonly object: JsonObject;
}

export function answeredOf({ status, bytes }: PendingCall): Answered {
  const object = status === 0 ? null : asObject(parseJson(textOf(bytes)));
  const failed = status >= 400 && object !== null;
  return {
    status,
    reason: failed ? String(object['reason'] ?? '') : '',
    message: failed ? String(object['message'] ?? '') : '',
    object: object ?? {},
  };
}

/** No answer, or one that says that the cluster is not well. */
export const isOutage = (status: number): boolean => status === 0 || status === 429 || status >= 500;
