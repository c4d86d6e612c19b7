// The strategic merge patch of Kubernetes: a merge patch that knows lists whose items have keys. Source: k8s.io/apimachinery, util/strategicpatch.
import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { type FieldShape, memberShape } from './field-shape.js';
import { equalJson } from './json-patch.js';
import { badRequest, isRefusal, type Refusal } from './refusal.js';

const DIRECTIVE = '$patch';
const RETAIN_KEYS = '$retainKeys';
const ELEMENT_ORDER = '$setElementOrder/';
const DELETE_FROM_LIST = '$deleteFromPrimitiveList/';

type Outcome = { readonly value: Json } | Refusal;
type List = readonly Json[];

/** `target` with `patch` merged in, as the shape of its kind says. */
export function strategicPatch(target: JsonObject, patch: JsonObject, shape: FieldShape): Outcome {
  return mergeMap(target, patch, shape);
}

function mergeMap(target: JsonObject, patch: JsonObject, shape: FieldShape): Outcome {
  const { [DIRECTIVE]: directive, [RETAIN_KEYS]: retained, ...changes } = patch;
  if (directive === 'replace') return { value: changes };
  if (directive === 'delete') return { value: {} };
  if (directive !== undefined && directive !== 'merge') return badRequest(`unknown ${DIRECTIVE} type: ${JSON.stringify(directive)}`);
  const kept = retain(target, changes, retained);
  if (isRefusal(kept)) return kept;
  const merged: Record<string, Json> = kept.value;
  for (const name of memberNames(changes)) {
    const outcome = mergeMember(merged, changes, name, memberShape(shape, name));
    if (outcome === null) delete merged[name];
    else if (isRefusal(outcome)) return outcome;
    else merged[name] = outcome.value;
  }
  return { value: merged };
}

/** Members that the patch speaks of, by themselves or by a directive beside them. */
function memberNames(changes: JsonObject): ReadonlySet<string> {
  return new Set(Object.keys(changes).map((name) => (isBeside(name) ? name.slice(name.indexOf('/') + 1) : name)));
}

const isBeside = (name: string): boolean => name.startsWith(ELEMENT_ORDER) || name.startsWith(DELETE_FROM_LIST);

function retain(target: JsonObject, changes: JsonObject, retained: Json | undefined): { readonly value: Record<string, Json> } | Refusal {
  if (retained === undefined) return { value: { ...target } };
  if (!Array.isArray(retained)) return badRequest(`${RETAIN_KEYS} is a list of names`);
  const names = new Set<Json>(retained as List);
  const stray = Object.keys(changes).find((name) => !isBeside(name) && changes[name] !== null && !names.has(name));
  if (stray !== undefined) return badRequest(`the patch has ${stray}, which its ${RETAIN_KEYS} has not`);
  return { value: Object.fromEntries(Object.entries(target).filter(([name]) => names.has(name))) };
}

/** @returns null when the member goes */
function mergeMember(merged: JsonObject, changes: JsonObject, name: string, shape: FieldShape): Outcome | null {
  const patch = Object.hasOwn(changes, name) ? changes[name] : undefined;
  const found = Object.hasOwn(merged, name) ? merged[name] : undefined;
  const order = changes[ELEMENT_ORDER + name];
  const dropped = changes[DELETE_FROM_LIST + name];
  if (patch === null) return null;
  const listed = shape.list === 'set' || (shape.list !== undefined && shape.list.mergeKey !== null);
  if (listed && (Array.isArray(patch) || (patch === undefined && Array.isArray(found))))
    return mergeList(asList(found), asList(patch), shape, asListOrNull(order), asList(dropped));
  if (patch === undefined) return found === undefined ? null : { value: found };
  const inner = asObject(patch);
  if (inner === null) return { value: patch };
  return mergeMap(asObject(found) ?? {}, inner, shape);
}

const asList = (value: Json | undefined): List => (Array.isArray(value) ? (value as List) : []);
const asListOrNull = (value: Json | undefined): List | null => (Array.isArray(value) ? (value as List) : null);

function mergeList(found: List, patch: List, shape: FieldShape, order: List | null, dropped: List): Outcome {
  if (shape.list === undefined || shape.list === 'set') {
    const kept = found.filter((each) => !dropped.includes(each));
    const merged = [...new Set([...kept, ...patch])];
    return { value: ordered(merged, kept, order ?? patch, (each) => each) };
  }
  const key = shape.list.mergeKey ?? '';
  const keyOf = (item: Json): Json | undefined => asObject(item)?.[key];
  if (patch.some((item) => isDirective(item, 'replace') && keyOf(item) === undefined))
    return { value: patch.filter((item) => asObject(item)?.[DIRECTIVE] === undefined) };
  const merged = mergeItems(found, patch, shape.list.items, key);
  if (isRefusal(merged)) return merged;
  const positions = order ?? patch.filter((item) => !isDirective(item, 'delete'));
  return { value: ordered(merged.value, found, positions, keyOf) };
}

const isDirective = (item: Json, directive: string): boolean => asObject(item)?.[DIRECTIVE] === directive;

function mergeItems(found: List, patch: List, shape: FieldShape, key: string): { readonly value: List } | Refusal {
  let merged = found;
  for (const each of patch) {
    const item = asObject(each);
    const value = item?.[key];
    if (item === null || value === undefined) return badRequest(`an item of the list has no ${key}, its merge key`);
    const isSame = (other: Json): boolean => equalJson(asObject(other)?.[key], value);
    if (item[DIRECTIVE] === 'delete') {
      merged = merged.filter((other) => !isSame(other));
      continue;
    }
    const index = merged.findIndex(isSame);
    const outcome = mergeMap(asObject(merged[index]) ?? {}, item, shape);
    if (isRefusal(outcome)) return outcome;
    merged = index < 0 ? [...merged, outcome.value] : merged.with(index, outcome.value);
  }
  return { value: merged };
}

/**
 * Items that the patch names stand in its order, the others in the order they had. Between the two, those that were there before keep their order; a new one
 * comes before what only the server has.
 */
function ordered(merged: List, before: List, order: List, keyOf: (item: Json) => Json | undefined): List {
  const at = (list: List, item: Json): number => list.findIndex((other) => equalJson(keyOf(other), keyOf(item)));
  const named = merged.filter((item) => at(order, item) >= 0).sort((a, b) => at(order, a) - at(order, b));
  const unnamed = merged.filter((item) => at(order, item) < 0);
  const result: Json[] = [];
  for (const item of named) {
    const position = at(before, item);
    while (position >= 0 && unnamed[0] !== undefined && at(before, unnamed[0]) < position) result.push(...unnamed.splice(0, 1));
    result.push(item);
  }
  return [...result, ...unnamed];
}
