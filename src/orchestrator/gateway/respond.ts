import { bytesOfJson, type Effect, type Json } from '../../world/index.js';
import type { Answer } from '../wire/command.js';
import type { GatewayRules } from './gateway-rules.js';
import type { Manner } from './gateway-state.js';
import { type Problem, problemOfAnswer, problemOfRefusal } from './problem.js';
import type { Refused } from './refused.js';

type Headers = Readonly<Record<string, string>>;

/** Seconds after which a caller may try again. */
const retryAfter = { 'retry-after': '1' } as const;

/** The whole answer as one part; a null body is none. */
export function respond(call: number, status: number, headers: Headers, body: Json, isBare: boolean): Effect {
  const bytes = body === null ? null : bytesOfJson(body);
  const type: Headers = bytes === null || 'content-type' in headers ? {} : { 'content-type': 'application/json' };
  const length: Headers = status === 204 || status === 304 ? {} : { 'content-length': String(bytes?.length ?? 0) };
  return {
    do: 'reply',
    call,
    part: { head: { status, headers: { ...type, ...headers, ...length } }, bytes: isBare ? null : bytes, end: true },
  };
}

export function respondRefused(call: number, refused: Refused, isBare: boolean, rules: GatewayRules, headers: Headers = {}): Effect {
  return respondProblem(call, problemOfRefusal(refused, rules), isBare, headers);
}

/** What a manager answered, as HTTP. */
export function respondAnswer(call: number, given: Answer, manner: Manner, rules: GatewayRules): Effect {
  const answer = manner.isFresh && given.code === 'ALREADY_EXISTS' ? { ...given, status: 412, code: 'PRECONDITION_FAILED' } : given;
  const warning: Headers = manner.warning === null ? {} : { warning: manner.warning };
  if (answer.status >= 400) return respondProblem(call, problemOfAnswer(answer, rules), manner.isBare, warning);
  const etag: Headers = answer.etag === null ? {} : { etag: answer.etag };
  if (answer.etag !== null && (manner.ifNoneMatch === answer.etag || manner.ifNoneMatch === '*'))
    return respond(call, 304, etag, null, true);
  const location: Headers = manner.location === null ? {} : { location: manner.location };
  return respond(call, answer.status, { ...etag, ...location, ...warning }, answer.status === 204 ? null : answer.body, manner.isBare);
}

function respondProblem(call: number, { status, body }: Problem, isBare: boolean, headers: Headers): Effect {
  const again: Headers = status === 503 ? retryAfter : {};
  return respond(call, status, { 'content-type': 'application/problem+json', ...again, ...headers }, body, isBare);
}
