import type { KindSpec } from './kind.js';
import { kinds } from './kinds.js';

/** The values of the `{names}` of `template` in `path`, or null when it does not fit. */
export function matchPath(template: string, path: string): ReadonlyMap<string, string> | null {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const found = new Map<string, string>();
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    if (segment.startsWith('{')) found.set(segment.slice(1, -1), value);
    else if (segment !== value) return null;
  }
  return found;
}

/** `template` with its `{names}` replaced. */
export function fillPath(template: string, values: ReadonlyMap<string, string>): string {
  return template.replace(/\{([^}]+)\}/g, (_all, name: string) => values.get(name) ?? '');
}

/** The kind whose key `key` is, or null. */
export function kindOfKey(key: string): KindSpec | null {
  return kinds.find((kind) => matchPath(kind.path, key) !== null) ?? null;
}

/** The key of the resource that `key` is inside of; null for roots. */
export function parentOfKey(key: string): string | null {
  const kind = kindOfKey(key);
  const parent = kind === null || kind.parent === null ? null : kinds.find((each) => each.name === kind.parent);
  if (kind === null || parent === null || parent === undefined) return null;
  return key.split('/').slice(0, parent.path.split('/').length).join('/');
}
