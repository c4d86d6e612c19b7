import type { Json, JsonObject } from '../../world/index.js';

/** Why a request is refused, in the words of the Kubernetes `Status` object. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
  /** What of the request it is about. */
  readonly details?: JsonObject;
}

export function refusal(status: number, reason: string, message: string): Refusal {
  return { status, reason, message };
}

export const badRequest = (message: string): Refusal => refusal(400, 'BadRequest', message);
export const conflict = (message: string): Refusal => refusal(409, 'Conflict', message);
export const invalid = (message: string): Refusal => refusal(422, 'Invalid', message);
export const methodNotAllowed: Refusal = refusal(
  405,
  'MethodNotAllowed',
  'the server does not allow this method on the requested resource',
);
export const pageNotFound: Refusal = refusal(404, 'NotFound', 'the server could not find the requested resource');

export function isRefusal(value: object): value is Refusal {
  return 'reason' in value && 'status' in value && 'message' in value;
}

/** The body of a refused request. */
export function failureStatus({ status, reason, message, details }: Refusal): JsonObject {
  const about = details === undefined ? {} : { details };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, ...about, code: status };
}

/** The body of a deletion that is complete. */
export function successStatus(details: Json): JsonObject {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
