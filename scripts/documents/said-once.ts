// What many calls may be refused with is said once: what all may, what all of one sort may; only the rest is said of each call.
import { type ErrorWord, errorsOf, kinds, operations, type RestOperation } from '../../spec/emco/index.js';

/** The sorts of calls that kinds have; a life-cycle call is each its own. */
export const sorts = ['create', 'get', 'list', 'replace', 'delete', 'status', 'move'] as const;
export type Sort = (typeof sorts)[number];

const ofKinds = operations.filter(({ kind }) => kinds.some(({ name }) => name === kind));

/** The words that each of `some` may come to. */
function shared(some: readonly RestOperation[]): readonly ErrorWord[] {
  const [first, ...others] = some.map(errorsOf);
  return (first ?? []).filter(({ code }) => others.every((errors) => errors.some((error) => error.code === code)));
}

/** What every operation may be refused with. */
export const ofAll = shared(operations);

/** What every call of a sort may be refused with, beyond that. */
export function ofSort(sort: Sort): readonly ErrorWord[] {
  return without(shared(ofKinds.filter(({ does }) => does === sort)), ofAll);
}

/** What an operation of a kind may be refused with beyond all others of its sort. */
export function ofOne(operation: RestOperation): readonly ErrorWord[] {
  const sort = sorts.find((each) => each === operation.does);
  return without(errorsOf(operation), sort === undefined || !ofKinds.includes(operation) ? ofAll : [...ofAll, ...ofSort(sort)]);
}

function without(words: readonly ErrorWord[], others: readonly ErrorWord[]): readonly ErrorWord[] {
  return words.filter(({ code }) => !others.some((other) => other.code === code));
}
