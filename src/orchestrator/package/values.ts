import { asObject, type Json, type JsonObject } from '../../world/index.js';

/** `over` laid on `base`: objects are merged, everything else is replaced. */
export function overlay(base: JsonObject, over: JsonObject): JsonObject {
  const merged = new Map<string, Json>(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const below = asObject(merged.get(key));
    const above = asObject(value);
    merged.set(key, below !== null && above !== null ? overlay(below, above) : value);
  }
  return Object.fromEntries(merged);
}

/** `base` with `value` at a path; what is in the way is replaced. */
export function withPath(base: JsonObject, path: readonly string[], value: Json): JsonObject {
  const [first, ...rest] = path;
  if (first === undefined) return base;
  const inner = Object.hasOwn(base, first) ? (asObject(base[first]) ?? {}) : {};
  return Object.fromEntries([
    ...Object.entries(base).filter(([key]) => key !== first),
    [first, rest.length === 0 ? value : withPath(inner, rest, value)],
  ]);
}
