import type { Request } from '../../world/index.js';
import { type Refused, refuse } from './refused.js';

const keyLengthMax = 255;
const actorLengthMax = 128;
/** Keys that the gateway makes begin with this, and a caller's may not. */
export const ownKeyMark = '~';

/** What the headers of a request ask for. */
export interface Wishes {
  /** The caller's idempotency key. */
  readonly key: string | null;
  readonly ifMatch: string | null;
  readonly ifNoneMatch: string | null;
  /** Who the caller says it is, for the audit; where a gateway knows its callers, it is who they are that counts. */
  readonly actor: string | null;
}

export function wishesOf({ headers }: Request): Wishes | Refused {
  const key = headers['idempotency-key'] ?? null;
  if (key !== null && (key.length > keyLengthMax || !/^[\x21-\x7d]([\x20-\x7e]*[\x21-\x7e])?$/.test(key)))
    return refuse('HEADER_INVALID', 'idempotency-key', `1 to ${keyLengthMax} visible characters, of which the first is not ${ownKeyMark}`);
  const ifMatch = tagIn(headers['if-match']);
  if (ifMatch === undefined) return refuse('HEADER_INVALID', 'if-match', 'one entity tag or * is expected');
  const ifNoneMatch = tagIn(headers['if-none-match']);
  if (ifNoneMatch === undefined) return refuse('HEADER_INVALID', 'if-none-match', 'one entity tag or * is expected');
  const actor = headers['x-actor'] ?? null;
  if (actor !== null && (actor.length > actorLengthMax || !/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(actor)))
    return refuse('HEADER_INVALID', 'x-actor', `1 to ${actorLengthMax} visible characters`);
  return { key, ifMatch, ifNoneMatch, actor };
}

/** Undefined when the header is malformed. A weak tag is kept as it is, and so is never the strong one of a document. */
function tagIn(header: string | undefined): string | null | undefined {
  if (header === undefined) return null;
  const tag = header.trim();
  return tag === '*' || /^(W\/)?"[\x21\x23-\x7e]{0,128}"$/.test(tag) ? tag : undefined;
}

/** Whether an `accept` header takes JSON. */
export function takesJson(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  return accept
    .toLowerCase()
    .split(',')
    .some((range) => /^\s*(\*\/\*|application\/\*|application\/json)\s*(;(?!.*\bq=0(\.0*)?\s*$).*)?$/.test(range));
}
