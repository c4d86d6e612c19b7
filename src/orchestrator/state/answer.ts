import { stateErrors } from '../../../spec/emco/index.js';
import type { Json, JsonObject } from '../../world/index.js';
import type { Answer } from '../wire/command.js';

export function agree(status: 200 | 201 | 202 | 204, body: Json, etag: string | null = null): Answer {
  return { status, code: null, body, etag };
}

/** `facts` say what stands in the way: `field`, `key`, `by`, `state`. */
export function refuse(code: keyof typeof stateErrors, facts: JsonObject = {}): Answer {
  return { status: stateErrors[code].status, code, body: facts, etag: null };
}
