import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { badRequest, invalid, isRefusal, type Refusal, refusal } from './refusal.js';

const OPERATIONS_MAX = 1_000;
/** Of all copies together: copies of copies would double what is there with each operation. */
const COPIED_CHARACTERS_MAX = 1_048_576;

/** `target` after the operations of `patch`, in order; all or nothing. Source: RFC 6902. */
export function jsonPatch(target: Json, patch: Json): { readonly value: Json } | Refusal {
  if (!Array.isArray(patch)) return badRequest('a JSON patch is an array of operations');
  if (patch.length > OPERATIONS_MAX) return badRequest(`a JSON patch has at most ${OPERATIONS_MAX} operations`);
  let value = target;
  let copied = 0;
  for (const each of patch as readonly Json[]) {
    copied += copiedBy(value, asObject(each) ?? {});
    if (copied > COPIED_CHARACTERS_MAX) return refusal(413, 'RequestEntityTooLarge', 'the copies of a JSON patch are too large');
    const result = applyOne(value, asObject(each) ?? {});
    if (isRefusal(result)) return result;
    value = result.value;
  }
  return { value };
}

function copiedBy(document: Json, { op, from }: JsonObject): number {
  const at = op === 'copy' ? pointerOf(from) : null;
  return at === null ? 0 : (JSON.stringify(valueAt(document, at)) ?? '').length;
}

type Outcome = { readonly value: Json } | Refusal;

function applyOne(document: Json, operation: JsonObject): Outcome {
  const { op, path, from, value } = operation;
  const at = pointerOf(path);
  if (at === null) return badRequest('a JSON patch operation needs a path');
  if (op === 'add' || op === 'replace') return value === undefined ? badRequest(`${op} needs a value`) : edit(document, at, op, value);
  if (op === 'remove') return edit(document, at, 'remove', null);
  if (op === 'test') return equalJson(valueAt(document, at), value) ? { value: document } : invalid(`testing path ${String(path)} failed`);
  if (op !== 'copy' && op !== 'move') return badRequest('unexpected kind of JSON patch operation');
  return transfer(document, op, pointerOf(from), at);
}

function transfer(document: Json, op: 'copy' | 'move', from: readonly string[] | null, to: readonly string[]): Outcome {
  const moved = from === null ? undefined : valueAt(document, from);
  if (from === null || moved === undefined) return invalid(`${op}: there is nothing at from`);
  if (op === 'copy') return edit(document, to, 'add', moved);
  const without = edit(document, from, 'remove', null);
  return isRefusal(without) ? without : edit(without.value, to, 'add', moved);
}

/** The tokens of an RFC 6901 pointer. */
function pointerOf(path: Json | undefined): readonly string[] | null {
  if (path === '') return [];
  if (typeof path !== 'string' || !path.startsWith('/')) return null;
  return path
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(document: Json, at: readonly string[]): Json | undefined {
  let value: Json | undefined = document;
  for (const token of at) {
    if (Array.isArray(value)) value = (value as readonly Json[])[indexOf(token)];
    else value = ownMember(asObject(value), token);
    if (value === undefined) return undefined;
  }
  return value;
}

function edit(document: Json, at: readonly string[], op: 'add' | 'replace' | 'remove', value: Json): Outcome {
  const [token, ...rest] = at;
  if (token === undefined) return op === 'remove' ? invalid('remove: the whole document') : { value };
  if (Array.isArray(document)) return editArray(document as readonly Json[], token, rest, op, value);
  const object = asObject(document);
  if (object === null) return missing(op, token);
  const inner = ownMember(object, token);
  if (rest.length === 0)
    return op !== 'add' && inner === undefined
      ? missing(op, token)
      : { value: op === 'remove' ? without(object, token) : { ...object, [token]: value } };
  if (inner === undefined) return missing(op, token);
  const edited = edit(inner, rest, op, value);
  return isRefusal(edited) ? edited : { value: { ...object, [token]: edited.value } };
}

function editArray(items: readonly Json[], token: string, rest: readonly string[], op: 'add' | 'replace' | 'remove', value: Json): Outcome {
  const index = token === '-' && op === 'add' && rest.length === 0 ? items.length : indexOf(token);
  const inner = items[index];
  if (rest.length > 0 && inner !== undefined) {
    const edited = edit(inner, rest, op, value);
    return isRefusal(edited) ? edited : { value: items.with(index, edited.value) };
  }
  if (rest.length > 0 || index < 0 || index > items.length || (op !== 'add' && index === items.length)) return missing(op, token);
  return { value: items.toSpliced(index, op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [value])) };
}

const missing = (op: string, token: string): Refusal => invalid(`the ${op} operation does not apply: nothing at ${token}`);
const indexOf = (token: string): number => (/^(0|[1-9][0-9]{0,5})$/.test(token) ? Number(token) : -1);
const ownMember = (object: JsonObject | null, name: string): Json | undefined =>
  object !== null && Object.hasOwn(object, name) ? object[name] : undefined;

function without(object: JsonObject, name: string): JsonObject {
  const { [name]: _removed, ...rest } = object;
  return rest;
}

/** Deep equality; member order does not count. */
export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item: Json, index) => equalJson(item, (b as readonly Json[])[index]));
  const left = Array.isArray(a) ? null : asObject(a);
  const right = Array.isArray(b) ? null : asObject(b);
  if (left === null || right === null) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length && names.every((name) => Object.hasOwn(right, name) && equalJson(left[name], right[name]))
  );
}
