// Who owns which field of an object: metadata.managedFields. It is kept only for objects for which somebody named a field manager or applied server-side, so
// that all others cost nothing; what such an object held before is credited to `before-first-apply`.
import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { differenceOf, fieldsOf, ownable } from './field-diff.js';
import { difference, type FieldSet, intersection, isEmptySet, noFields, parseFields, printFields, union } from './field-set.js';
import type { FieldShape } from './field-shape.js';
import { equalJson } from './json-patch.js';
import type { Part } from './route.js';
import { metadataOf, withMetadata } from './stored.js';

/** One manager's share. Two entries are the same manager's when all but `time` and `fields` is equal. */
export interface Share {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly part: Part;
  readonly time: string;
  readonly fields: FieldSet;
}

/** Who writes, and when. */
export type Author = Omit<Share, 'fields'>;

const FIRST = 'before-first-apply';
const ANCIENT = 'ancient-changes';
/** Shares of updates; the oldest above it are thrown together. */
const UPDATES_MAX = 10;

export const isTracked = (object: JsonObject): boolean => metadataOf(object)['managedFields'] !== undefined;

/** The shares of an object; of one that nobody tracked, everything is one share. */
export function sharesOf(object: JsonObject, author: Author, shape: FieldShape): readonly Share[] {
  const managed = metadataOf(object)['managedFields'];
  if (Array.isArray(managed)) return (managed as readonly Json[]).map((entry) => shareOf(asObject(entry) ?? {}));
  const time = String(metadataOf(object)['creationTimestamp'] ?? author.time);
  const first: Author = { ...author, manager: FIRST, operation: 'Update', time };
  const shares = (['whole', 'status'] as const).map((part): Share => ({ ...first, part, fields: fieldsOf(ownable(object, part), shape) }));
  return shares.filter(({ fields }) => fields.below.size > 0);
}

function shareOf(entry: JsonObject): Share {
  return {
    manager: String(entry['manager'] ?? ''),
    operation: entry['operation'] === 'Apply' ? 'Apply' : 'Update',
    apiVersion: String(entry['apiVersion'] ?? ''),
    part: entry['subresource'] === 'status' || entry['subresource'] === 'scale' ? entry['subresource'] : 'whole',
    time: String(entry['time'] ?? ''),
    fields: parseFields(asObject(entry['fieldsV1']) ?? {}),
  };
}

/** The object with these shares. */
export function withShares(object: JsonObject, shares: readonly Share[]): JsonObject {
  const kept = shares.filter(({ fields }) => !isEmptySet(fields));
  return withMetadata(object, { managedFields: bounded(kept).toSorted(compareShares).map(entryOf) });
}

function entryOf({ manager, operation, apiVersion, part, time, fields }: Share): JsonObject {
  const entry = { manager, operation, apiVersion, time, fieldsType: 'FieldsV1', fieldsV1: printFields(fields) };
  return part === 'whole' ? entry : { ...entry, subresource: part };
}

function bounded(shares: readonly Share[]): readonly Share[] {
  const updates = shares.filter(({ operation }) => operation === 'Update').toSorted(compareShares);
  const excess = updates.length - UPDATES_MAX;
  if (excess <= 0) return shares;
  const old = updates.slice(0, excess + 1);
  const fields = old.reduce((sum, share) => union(sum, share.fields), noFields);
  const [first] = old;
  return [...shares.filter((share) => !old.includes(share)), ...(first === undefined ? [] : [{ ...first, manager: ANCIENT, fields }])];
}

function compareShares(a: Share, b: Share): number {
  const order = (share: Share): readonly string[] => [share.operation, share.time, share.manager, share.apiVersion, share.part];
  const [left, right] = [order(a), order(b)];
  const at = left.findIndex((each, index) => each !== right[index]);
  return at < 0 ? 0 : (left[at] ?? '') < (right[at] ?? '') ? -1 : 1;
}

export function isShareOf(share: Share, author: Author): boolean {
  const { manager, operation, part, apiVersion } = author;
  const same = share.manager === manager && share.operation === operation && share.part === part;
  return same && (operation === 'Apply' || share.apiVersion === apiVersion);
}

/** What others would lose if `changed` were somebody else's, by their names. */
export function conflictsOf(shares: readonly Share[], author: Author, changed: FieldSet): readonly Share[] {
  const others = shares.filter((share) => !isShareOf(share, author));
  const lost = others
    .map((share) => ({ ...share, fields: intersection(share.fields, changed) }))
    .filter(({ fields }) => !isEmptySet(fields));
  return lost.toSorted((a, b) => (a.manager < b.manager ? -1 : a.manager > b.manager ? 1 : compareShares(a, b)));
}

/** The others' shares without what they lost. */
export function othersWithout(shares: readonly Share[], author: Author, lost: FieldSet): readonly Share[] {
  const others = shares.filter((share) => !isShareOf(share, author));
  return others.map((share) => ({ ...share, fields: difference(share.fields, lost) }));
}

/** `author` has `fields` now, and keeps the time of when they became so. */
export function shareNow(shares: readonly Share[], author: Author, fields: FieldSet): Share {
  const last = shares.find((share) => isShareOf(share, author));
  const same = last !== undefined && equalJson(printFields(last.fields), printFields(fields));
  return same ? last : { ...author, fields };
}

/** The object after a plain update, owned: what changed is the author's, what is gone is nobody's. */
export function ownUpdate(before: JsonObject | null, after: JsonObject, author: Author, shape: FieldShape): JsonObject {
  const shares = before === null ? [] : sharesOf(before, author, shape);
  const { part } = author;
  const { changed, removed } = differenceOf(ownable(before ?? {}, part), ownable(after, part), shape);
  if (isEmptySet(changed) && isEmptySet(removed)) return before !== null && isTracked(before) ? after : withShares(after, shares);
  const own = shares.find((share) => isShareOf(share, author))?.fields ?? noFields;
  const others = othersWithout(shares, author, union(changed, removed));
  return withShares(after, [...others, shareNow(shares, author, union(difference(own, removed), changed))]);
}
