import { asObject, type Json } from '../../world/index.js';
import { type Refused, refuse } from './refused.js';

/** What came to light while a body was read. */
export interface Findings {
  /** Paths of fields that nobody knows, in the order of the body. */
  readonly unknown: string[];
  /** The first thing that is wrong. */
  refused: Refused | null;
}

export function findings(): Findings {
  return { unknown: [], refused: null };
}

/** Notes that the value at `path` is not what is expected. */
export function complain(found: Findings, path: string, expected: string): void {
  found.refused ??= refuse('FIELD_INVALID', path, expected);
}

export function pathTo(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}

/** The known fields of an object, as Go reads one: names without case, of several the last, and null is as good as absent. Null when it is no object. */
export function fieldsOf(value: Json, path: string, known: readonly string[], found: Findings): ReadonlyMap<string, Json> | null {
  const object = asObject(value);
  if (object === null) {
    complain(found, path === '' ? 'body' : path, 'an object is expected');
    return null;
  }
  const fields = new Map<string, Json>();
  for (const [given, item] of Object.entries(object)) {
    const name = known.includes(given) ? given : known.find((each) => each.toLowerCase() === given.toLowerCase());
    if (name === undefined) found.unknown.push(pathTo(path, given));
    else if (item === null) fields.delete(name);
    else fields.set(name, item);
  }
  return fields;
}
