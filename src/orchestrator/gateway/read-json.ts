import { asObject, isUtf8Text, type Json, type JsonObject, parseJson, textOf } from '../../world/index.js';
import { type Refused, refuse } from './refused.js';

/** Deepest nesting of a body. Whatever walks bodies later may recurse. */
const depthMax = 32;

/** The JSON object that `bytes` hold, or why they hold none. @param around levels beyond those of a document */
export function readJson(bytes: Uint8Array, around = 0): { readonly object: JsonObject } | Refused {
  if (bytes.length === 0) return refuse('BODY_EMPTY');
  if (!isUtf8Text(bytes)) return refuse('BODY_NOT_UTF8');
  const text = textOf(bytes);
  if (text.trim() === '') return refuse('BODY_EMPTY');
  if (isTooDeep(text, depthMax + around)) return refuse('BODY_TOO_DEEP', null, `at most ${depthMax + around} levels`);
  const json = parseJson(text);
  if (json === undefined) return refuse('BODY_NOT_JSON');
  const object = asObject(json);
  if (object === null) return refuse('FIELD_INVALID', 'body', 'an object is expected');
  const bad = unspeakable(object, '');
  return bad ?? { object };
}

/** Asked of the text, before it is parsed: brackets outside of strings. */
function isTooDeep(text: string, levelsMax: number): boolean {
  let depth = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    const char = text[index];
    if (isQuoted) {
      if (char === '\\') index++;
      else if (char === '"') isQuoted = false;
    } else if (char === '"') isQuoted = true;
    else if (char === '{' || char === '[') {
      if (++depth > levelsMax) return true;
    } else if (char === '}' || char === ']') depth--;
  }
  return false;
}

/** What JSON can say but a disk cannot keep: halves of surrogate pairs, and numbers beyond the range of doubles. */
function unspeakable(value: Json, path: string): Refused | null {
  if (typeof value === 'string') return isHalved(value) ? refuse('FIELD_INVALID', path, 'a text holds whole characters') : null;
  if (typeof value === 'number')
    return Number.isFinite(value) ? null : refuse('FIELD_INVALID', path, 'a number within the range of doubles is expected');
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return first(value as readonly Json[], (item, index) => unspeakable(item, `${path}[${index}]`));
  return first(Object.entries(value), ([key, item]) =>
    isHalved(key)
      ? refuse('FIELD_INVALID', path, 'a name holds whole characters')
      : unspeakable(item, path === '' ? key : `${path}.${key}`),
  );
}

function isHalved(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

function first<T>(items: readonly T[], find: (item: T, index: number) => Refused | null): Refused | null {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== null) return found;
  }
  return null;
}
