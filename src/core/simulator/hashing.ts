// Hashes of what goes in and out of nodes, made for speed: a message is hashed once, when it is sent. They compare runs of one simulator with one another
// and nothing else, so they need not equal the hashes of a flight recording.
import { type Json, mixIn, type Part, type Request } from '../../world/index.js';

/** Two characters a step. */
export function quickText(hash: number, text: string): number {
  const length = text.length;
  let h = hash ^ length;
  let i = 0;
  for (; i + 1 < length; i += 2) h = mixIn(h, text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16));
  return i < length ? mixIn(h, text.charCodeAt(i)) : h;
}

/** Long bytes and lists, and what stands in a list with others, are often sent again as they are: their hashes are kept with them. */
const keptFrom = { bytes: 1_024, items: 8 } as const;
const kept = new WeakMap<object, number>();

export function quickBytes(hash: number, bytes: Uint8Array): number {
  if (bytes.length < keptFrom.bytes) return hashWords(hash, bytes);
  let own = kept.get(bytes);
  if (own === undefined) {
    own = hashWords(0, bytes);
    kept.set(bytes, own);
  }
  return mixIn(hash, own);
}

/** Four bytes a step. */
function hashWords(hash: number, bytes: Uint8Array): number {
  const length = bytes.length;
  let h = mixIn(hash, length);
  let i = 0;
  for (; i + 3 < length; i += 4)
    h = mixIn(
      h,
      (bytes[i] as number) | ((bytes[i + 1] as number) << 8) | ((bytes[i + 2] as number) << 16) | ((bytes[i + 3] as number) << 24),
    );
  for (; i < length; i++) h = mixIn(h, bytes[i] as number);
  return h;
}

/** Structural; key order counts. */
export function quickJson(hash: number, value: Json | undefined): number {
  switch (typeof value) {
    case 'string':
      return quickText(hash ^ 0x51, value);
    case 'number':
      return (value | 0) === value ? mixIn(hash, value) : quickNumber(hash, value);
    case 'boolean':
      return mixIn(hash ^ 0x57, value ? 1 : 0);
    case 'object':
      return value === null ? mixIn(hash, 0x61) : quickStructure(hash, value);
    default:
      return mixIn(hash, 0x62);
  }
}

export function quickPart(hash: number, part: Part): number {
  if (part === 'broken') return mixIn(hash, 0x71);
  let h = part.head === null ? hash : quickJson(mixIn(hash, part.head.status), part.head.headers);
  if (part.bytes !== null) h = quickBytes(h, part.bytes);
  return mixIn(h, part.end ? 0x72 : 0x73);
}

export function quickRequest(hash: number, request: Request): number {
  const h = quickJson(quickText(quickText(hash, request.method), request.path), request.headers);
  return request.body === null ? mixIn(h, 0x81) : quickBytes(h, request.body);
}

function quickStructure(hash: number, value: readonly Json[] | { readonly [key: string]: Json }): number {
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    return items.length < keptFrom.items ? hashItems(hash, items) : mixIn(hash, hashKept(items));
  }
  const object = value as { readonly [key: string]: Json };
  let h = hash ^ 0x64;
  for (const key in object) h = quickJson(quickText(h, key), object[key]);
  return mixIn(h, 0x65);
}

function hashItems(hash: number, items: readonly Json[]): number {
  let h = mixIn(hash ^ 0x63, items.length);
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    const isOften = items.length > 1 && typeof item === 'object' && item !== null;
    h = isOften ? mixIn(h, hashKept(item)) : quickJson(h, item);
  }
  return h;
}

function hashKept(value: readonly Json[] | { readonly [key: string]: Json }): number {
  const known = kept.get(value);
  if (known !== undefined) return known;
  const own = Array.isArray(value) ? hashItems(0, value as readonly Json[]) : quickStructure(0, value);
  kept.set(value, own);
  return own;
}

function quickNumber(hash: number, value: number): number {
  if (!Number.isInteger(value)) return quickText(hash ^ 0x52, String(value));
  return mixIn(mixIn(hash ^ 0x53, value % 0x1_0000_0000), Math.floor(value / 0x1_0000_0000));
}
