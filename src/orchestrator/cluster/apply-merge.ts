// How a configuration that is applied is merged into the live object, and what its manager no longer applies is taken out. Source: structured-merge-diff.
import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { itemShape, membersOf, shapeBelow, stepsOf } from './field-diff.js';
import { type FieldSet, isEmptySet, noFields } from './field-set.js';
import { type FieldShape, memberShape } from './field-shape.js';

type List = readonly Json[];

/** `live` with everything in it that `applied` says. */
export function mergeApplied(live: Json | undefined, applied: Json, shape: FieldShape): Json {
  if (live === undefined) return applied;
  if (Array.isArray(applied)) return Array.isArray(live) ? mergeLists(live as List, applied as List, shape) : applied;
  const found = asObject(live);
  const wanted = asObject(applied);
  if (found === null || wanted === null || shape.atomic) return applied;
  const merged: Record<string, Json> = { ...found };
  for (const [name, each] of Object.entries(wanted)) merged[name] = mergeApplied(found[name], each, memberShape(shape, name));
  return merged;
}

/** Applied items keep their order; one that only the live list has stays before the next item of both that it stood before. */
function mergeLists(live: List, applied: List, shape: FieldShape): Json {
  const found = stepsOf(live, shape);
  const wanted = stepsOf(applied, shape);
  if (found === null || wanted === null) return applied;
  const inner = itemShape(shape);
  const left = [...found.keys()];
  const shared = [...wanted.keys()].filter((step) => found.has(step));
  const merged: Json[] = [];
  const takeLeft = (until: string | undefined): void => {
    for (let step = left.shift(); step !== undefined; step = left.shift()) {
      if (step === until) return void left.unshift(step);
      if (!wanted.has(step)) merged.push(found.get(step) ?? null);
    }
  };
  for (const [step, item] of wanted) {
    takeLeft(shared[0]);
    if (step === shared[0]) left.splice(0, shared.splice(0, 1).length);
    merged.push(inner === null ? item : mergeApplied(found.get(step), item, inner));
  }
  takeLeft(undefined);
  return merged;
}

/**
 * `value`, which is at `step`, without the fields of `dropped`, unless they or something below them are among `kept`; a list item stays only when it is itself
 * among them. Undefined when nothing is left.
 */
export function prune(value: Json, shape: FieldShape, dropped: FieldSet, kept: FieldSet, step = 'f:'): Json | undefined {
  if (dropped.self && (step.startsWith('f:') ? isEmptySet(kept) : !kept.self)) return undefined;
  const members = membersOf(value, shape);
  if (members === null || dropped.below.size === 0) return value;
  const left: [string, Json][] = [];
  for (const [name, each] of members) {
    const inner = dropped.below.get(name);
    const after = inner === undefined ? each : prune(each, shapeBelow(shape, name), inner, kept.below.get(name) ?? noFields, name);
    if (after !== undefined) left.push([name, after]);
  }
  if (left.length === 0 && members.size > 0 && isEmptySet(kept)) return undefined;
  return Array.isArray(value)
    ? left.map(([, each]) => each)
    : (Object.fromEntries(left.map(([name, each]) => [name.slice(2), each])) as JsonObject);
}
