// Sets of field paths, as server-side apply keeps them for each manager. Source: sigs.k8s.io/structured-merge-diff, package fieldpath; the form of
// `fieldsV1` in metadata.managedFields.
import { asObject, type Json, type JsonObject, parseJson } from '../../world/index.js';

/** A node of the tree of paths: whether the path that leads here is in the set, and what is below. Steps are written as in `fieldsV1`: `f:name`, `k:{…}`, `v:…`. */
export interface FieldSet {
  readonly self: boolean;
  readonly below: ReadonlyMap<string, FieldSet>;
}

const SELF = '.';
const nothing: ReadonlyMap<string, FieldSet> = new Map();
export const noFields: FieldSet = { self: false, below: nothing };
export const thisField: FieldSet = { self: true, below: nothing };

export const isEmptySet = (set: FieldSet): boolean => !set.self && set.below.size === 0;

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a) || a === b) return b;
  if (isEmptySet(b)) return a;
  const below = new Map(a.below);
  for (const [step, other] of b.below) below.set(step, union(below.get(step) ?? noFields, other));
  return { self: a.self || b.self, below };
}

/** The paths of `a` that are not in `b`. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(b)) return a;
  const below = new Map<string, FieldSet>();
  for (const [step, set] of a.below) addIfAny(below, step, difference(set, b.below.get(step) ?? noFields));
  return { self: a.self && !b.self, below };
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const below = new Map<string, FieldSet>();
  for (const [step, set] of a.below) addIfAny(below, step, intersection(set, b.below.get(step) ?? noFields));
  return { self: a.self && b.self, below };
}

/** Adds what is below a step, unless that is nothing. */
export function addIfAny(below: Map<string, FieldSet>, step: string, set: FieldSet): void {
  if (!isEmptySet(set)) below.set(step, set);
}

export function parseFields(fields: JsonObject): FieldSet {
  const below = new Map<string, FieldSet>();
  for (const [step, inner] of Object.entries(fields)) if (step !== SELF) below.set(step, parseInner(asObject(inner) ?? {}));
  return { self: false, below };
}

function parseInner(fields: JsonObject): FieldSet {
  const { below } = parseFields(fields);
  return { self: below.size === 0 || Object.hasOwn(fields, SELF), below };
}

export function printFields(set: FieldSet): JsonObject {
  const printed: Record<string, Json> = set.self && set.below.size > 0 ? { [SELF]: {} } : {};
  for (const step of [...set.below.keys()].sort()) printed[step] = printFields(set.below.get(step) ?? noFields);
  return printed;
}

/** The paths in the words of a conflict: `.spec.containers[name="a"].image`. Those of one level come before what is below them. */
export function pathsOf(set: FieldSet, path = ''): readonly string[] {
  const steps = [...set.below.keys()].sort();
  const here = steps.filter((step) => set.below.get(step)?.self === true).map((step) => path + wordOf(step));
  return [...here, ...steps.flatMap((step) => pathsOf(set.below.get(step) ?? noFields, path + wordOf(step)))];
}

function wordOf(step: string): string {
  if (step.startsWith('f:')) return `.${step.slice(2)}`;
  if (step.startsWith('v:')) return `[=${step.slice(2)}]`;
  const keys = Object.entries(asObject(parseJson(step.slice(2))) ?? {});
  return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
}
