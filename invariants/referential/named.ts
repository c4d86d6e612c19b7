import { asObject, type Json } from '../../src/world/index.js';

/** `kind name`: the name is the last segment of the key. */
export function named(kind: string, key: string): string {
  return `${kind} ${key.slice(key.lastIndexOf('/') + 1)}`;
}

/** The text at a dotted path of a call's arguments, or of the `body` in them; null where there is none. */
export function textAt(args: Json, path: string): string | null {
  return textIn(args, path) ?? textIn(asObject(args)?.['body'] ?? null, path);
}

function textIn(value: Json, path: string): string | null {
  const found = path.split('.').reduce<Json>((inner, field) => asObject(inner)?.[field] ?? null, value);
  return typeof found === 'string' ? found : null;
}
