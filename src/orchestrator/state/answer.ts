import type { Json, JsonObject } from '../../world/index.js';
import type { Answer } from '../wire/command.js';

export function agree(status: 200 | 201 | 202 | 204, body: Json, etag: string | null = null): Answer {
  return { status, code: null, body, etag };
}

/** `facts` say what stands in the way: `field`, `key`, `by`, `state`. */
export function refuse(code: keyof typeof refusals, facts: JsonObject = {}): Answer {
  return { status: refusals[code], code, body: facts, etag: null };
}

/** Every machine word of the state machine and its status. */
export const refusals = {
  NOT_FOUND: 404,
  KIND_UNKNOWN: 404,
  PARENT_MISSING: 404,
  REFERENCE_MISSING: 404,
  SERVER_UNKNOWN: 404,
  METHOD_NOT_ALLOWED: 405,
  ALREADY_EXISTS: 409,
  HAS_CHILDREN: 409,
  REFERENCED: 409,
  ILLEGAL_STATE: 409,
  SERVER_TAKEN: 409,
  STALE_EPOCH: 409,
  CLUSTER_FORGOTTEN: 409,
  CLOUD_NOT_READY: 409,
  CLOUD_IN_USE: 409,
  CLOUD_EMPTY: 409,
  CLUSTER_NOT_IN_CLOUD: 409,
  CLUSTER_IN_USE: 409,
  PERMISSION_MISSING: 409,
  NAMESPACE_TAKEN: 409,
  OBJECT_TAKEN: 409,
  PLACEMENT_MISSING: 409,
  PLACEMENT_EMPTY: 409,
  REVISION_MISSING: 409,
  PRECONDITION_FAILED: 412,
  KEY_REUSED: 422,
  SERVER_MISSING: 422,
  NAMESPACE_MISSING: 422,
  NAMESPACE_RESERVED: 422,
  REVISION_MALFORMED: 422,
  RENDER_FAILED: 422,
} as const satisfies Readonly<Record<string, number>>;
