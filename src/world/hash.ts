// Rolling 32-bit hashes over integers, texts and JSON. They compare runs for equality; they are not for security.
import type { Json } from './json.js';

/** `hash` with one more whole number in it (murmur3's inner step). */
export function mixIn(hash: number, value: number): number {
  let k = Math.imul(value | 0, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  let h = hash ^ Math.imul(k, 0x1b873593);
  h = (h << 13) | (h >>> 19);
  return (Math.imul(h, 5) + 0xe6546b64) | 0;
}

/** Spreads every bit of `value` over all 32 (murmur3's finish). The result is unsigned. */
export function finish(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export function hashText(hash: number, text: string): number {
  let h = hash;
  for (let i = 0; i < text.length; i++) h = mixIn(h, text.charCodeAt(i));
  return mixIn(h, text.length);
}

export function hashBytes(hash: number, bytes: Uint8Array): number {
  let h = hash;
  for (let i = 0; i < bytes.length; i++) h = mixIn(h, bytes[i] ?? 0);
  return mixIn(h, bytes.length);
}

/** A structural hash: equal for values with equal JSON text (so key order counts). Cost: linear in the size of the value. */
export function hashJson(hash: number, value: Json | undefined): number {
  if (typeof value === 'string') return hashText(mixIn(hash, 1), value);
  if (typeof value === 'number') return hashNumber(mixIn(hash, 2), value);
  if (typeof value === 'boolean') return mixIn(hash, value ? 3 : 4);
  if (value === null || value === undefined) return mixIn(hash, 5);
  if (Array.isArray(value)) {
    let h = mixIn(hash, 6);
    for (const item of value as readonly Json[]) h = hashJson(h, item);
    return mixIn(h, 7);
  }
  let h = mixIn(hash, 8);
  const object = value as { readonly [key: string]: Json };
  for (const key in object) h = hashJson(hashText(h, key), object[key]);
  return mixIn(h, 9);
}

function hashNumber(hash: number, value: number): number {
  if (Number.isInteger(value)) return mixIn(mixIn(hash, value % 0x1_0000_0000), Math.floor(value / 0x1_0000_0000));
  return hashText(hash, String(value));
}
