import { assert, type Json, jsonOfBytes, parseJson, type Part, textOf } from '../../world/index.js';
import { quickJson } from './hashing.js';

/**
 * For tests: makes `value` immutable to the bottom, so that a node which edits what another one holds throws at that line; and asserts that JSON
 * can carry it without loss.
 */
export function frozen(value: Json): void {
  const carried = JSON.parse(JSON.stringify(value)) as Json;
  assert(quickJson(0, carried) === quickJson(0, value), 'simulator: a message survives JSON');
  freeze(value);
}

/** The same for a part of an answer: what was written as JSON is what it is read as, and nobody edits it. */
export function frozenPart(part: Part): void {
  freeze(part);
  const body = part === 'broken' || part.bytes === null ? undefined : jsonOfBytes(part.bytes);
  if (part === 'broken' || body === undefined) return;
  assert(quickJson(0, parseJson(textOf(part.bytes))) === quickJson(0, body), 'simulator: an answer survives JSON');
  freeze(body);
}

/** Makes `value` immutable to the bottom; bytes stay as they are. */
export function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
}
