import { asObject, type Json, type JsonObject } from '../../world/index.js';

/** `target` with `patch` merged in; null removes a member, arrays are replaced whole. Source: RFC 7396. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  const changes = asObject(patch);
  if (changes === null) return patch;
  const merged: Record<string, Json> = { ...asObject(target) };
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete merged[name];
    else merged[name] = mergePatch(merged[name], value);
  }
  return merged as JsonObject;
}
