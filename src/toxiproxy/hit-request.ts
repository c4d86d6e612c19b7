import type { Exchange } from './http/exchange.js';
import { limits } from './limits.js';

/** A request that a toxic hit, as the log tells it. */
export interface HitRequest {
  /** Which of its connection, from 1, since that is read as HTTP. */
  readonly nth: number;
  readonly method: string;
  /** The path with its query, or the beginning of a long one. */
  readonly path: string;
  /** Its `Idempotency-Key`, by which a client knows its operations; not there when it has none. */
  readonly key?: string;
}

const known = new WeakMap<Exchange, HitRequest>();

/** What the log says of an exchange; the same object each time. */
export function hitRequest(exchange: Exchange): HitRequest {
  const made = known.get(exchange) ?? describe(exchange);
  known.set(exchange, made);
  return made;
}

function describe({ index, request: { method, target, fields } }: Exchange): HitRequest {
  const [, key] = fields.find(([name]) => name === 'idempotency-key') ?? [];
  const told = { nth: index + 1, method: short(method), path: short(target) };
  return key === undefined ? told : { ...told, key: short(key) };
}

/** A copy: a piece of a text would keep the whole of it in memory. */
function short(text: string): string {
  return Buffer.from(text.slice(0, limits.journalTextMax)).toString();
}
