// Which fields an object has, and which of them differ between two, seen as server-side apply sees them.
import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { type FieldShape, keyDefaults, type KeyedList, listShape, memberShape } from './field-shape.js';
import { addIfAny, type FieldSet, noFields, thisField } from './field-set.js';
import { equalJson } from './json-patch.js';
import type { Part } from './route.js';

type List = readonly Json[];

/** Members of metadata that say which object it is; nobody owns them. */
const identity: ReadonlySet<string> = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
]);
/** Maps whose keys are chosen freely: the map itself is a field, too. */
const freeMaps: ReadonlySet<string> = new Set(['labels', 'annotations', 'data', 'binaryData']);

/** What of an object can be owned through a part of its resource. */
export function ownable(object: JsonObject, part: Part): JsonObject {
  const status = asObject(object['status']);
  if (part === 'status') return status === null || Object.keys(status).length === 0 ? {} : { status };
  const { apiVersion: _apiVersion, kind: _kind, status: _told, metadata, ...rest } = object;
  const kept = Object.entries(asObject(metadata) ?? {}).filter(([name]) => !identity.has(name));
  return kept.length === 0 ? rest : { metadata: Object.fromEntries(kept), ...rest };
}

/** The fields of a configuration that is applied: its leaves, its empty maps and its list items. An empty list of such is nobody's. */
export function fieldsOf(value: Json, shape: FieldShape): FieldSet {
  const below = new Map<string, FieldSet>();
  const list = Array.isArray(value) ? stepsOf(value as List, shape) : null;
  if (list !== null) {
    const inner = itemShape(shape);
    for (const [step, item] of list) below.set(step, inner === null ? thisField : { self: true, below: fieldsOf(item, inner).below });
    return { self: false, below };
  }
  const object = asObject(value);
  if (object === null || shape.atomic || Object.keys(object).length === 0) return thisField;
  for (const [name, each] of Object.entries(object)) addIfAny(below, `f:${name}`, fieldsOf(each, memberShape(shape, name)));
  return { self: false, below };
}

/** What items of a keyed list look like; null for those of a set, which are scalars. */
export function itemShape(shape: FieldShape): FieldShape | null {
  const list = listShape(shape);
  return list === null || list === 'set' ? null : list.items;
}

/** Items of a list by their step, in order. Null when the list is one value, or its items cannot be told apart. */
export function stepsOf(items: List, shape: FieldShape): ReadonlyMap<string, Json> | null {
  const list = listShape(shape);
  if (list === null) return null;
  const steps = new Map<string, Json>();
  for (const item of items) {
    const step = list === 'set' ? `v:${JSON.stringify(item)}` : keyStep(item, list);
    if (step === null || steps.has(step)) return null;
    steps.set(step, item);
  }
  return steps;
}

function keyStep(item: Json, { keys }: KeyedList): string | null {
  const object = asObject(item);
  const values = keys.toSorted().map((key): readonly [string, Json | undefined] => [key, object?.[key] ?? keyDefaults[key]]);
  return values.some(([, value]) => value === undefined) ? null : `k:${JSON.stringify(Object.fromEntries(values))}`;
}

export interface Difference {
  /** Added or modified. */
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

const none: Difference = { changed: noFields, removed: noFields };

/** What became different. Undefined is what is not there. */
export function differenceOf(before: Json | undefined, after: Json | undefined, shape: FieldShape, name = ''): Difference {
  if (before === after) return none;
  if (before === undefined) return { changed: allOf(after ?? null, shape, name), removed: noFields };
  if (after === undefined) return { changed: noFields, removed: allOf(before, shape, name) };
  const left = membersOf(before, shape);
  const right = membersOf(after, shape);
  if (left === null || right === null) return equalJson(before, after) ? none : { changed: thisField, removed: noFields };
  return differenceBelow(left, right, shape);
}

function differenceBelow(left: ReadonlyMap<string, Json>, right: ReadonlyMap<string, Json>, shape: FieldShape): Difference {
  const changed = new Map<string, FieldSet>();
  const removed = new Map<string, FieldSet>();
  for (const step of new Set([...left.keys(), ...right.keys()])) {
    const inner = differenceOf(left.get(step), right.get(step), shapeBelow(shape, step), step);
    addIfAny(changed, step, inner.changed);
    addIfAny(removed, step, inner.removed);
  }
  return { changed: { self: false, below: changed }, removed: { self: false, below: removed } };
}

const isEmpty = (value: Json): boolean => Object.keys(asObject(value) ?? { one: null }).length === 0;

/** What is below a map or a list that is merged, by step; null when the value is one. An empty map of labels is as good as none. */
export function membersOf(value: Json, shape: FieldShape): ReadonlyMap<string, Json> | null {
  if (Array.isArray(value)) return stepsOf(value as List, shape);
  const object = asObject(value);
  if (object === null || shape.atomic) return null;
  const entries = Object.entries(object).filter(([name, each]) => !(freeMaps.has(name) && isEmpty(each)));
  return new Map(entries.map(([name, each]) => [`f:${name}`, each]));
}

export function shapeBelow(shape: FieldShape, step: string): FieldShape {
  return step.startsWith('f:') ? memberShape(shape, step.slice(2)) : (itemShape(shape) ?? {});
}

/** All fields of what came or went, free maps, lists and their items included. */
function allOf(value: Json, shape: FieldShape, step: string): FieldSet {
  const members = membersOf(value, shape);
  if (members === null || members.size === 0) return thisField;
  const below = new Map([...members].map(([inner, each]) => [inner, allOf(each, shapeBelow(shape, inner), inner)] as const));
  return { self: Array.isArray(value) || freeMaps.has(step.slice(2)) || !step.startsWith('f:'), below };
}
