import { assert, type Json } from '../../world/index.js';
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

/** Makes `value` immutable to the bottom; bytes stay as they are. */
export function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
}
