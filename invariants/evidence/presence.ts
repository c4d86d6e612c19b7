// Whether something must be there, judged from the calls about it alone.
import type { Key } from '../../src/contract/index.js';
import { deletedAbove, type Write, type Writes } from './writes.js';

const placing = (write: Write): boolean => write.verb === 'create' || write.verb === 'replace';
const effective = ({ outcome, verb }: Write): boolean =>
  outcome !== 'fail' && (verb === 'create' || verb === 'replace' || verb === 'delete');

/** The acknowledged create, replace or delete that every other effective one about the key precedes; null when there is none, or one is in doubt. */
export function lastCertain(list: readonly Write[]): Write | null {
  let last: Write | null = null;
  let endOfOthers = -1;
  for (const write of list) {
    if (!effective(write)) continue;
    if (last === null || write.from > last.from) {
      endOfOthers = Math.max(endOfOthers, last?.to ?? -1);
      last = write;
    } else endOfOthers = Math.max(endOfOthers, write.to);
  }
  return last !== null && last.outcome === 'ok' && Number.isFinite(last.to) && endOfOthers < last.from ? last : null;
}

/**
 * Whether the key is there during the whole stretch from `from` to `to`: `yes`, `no` or `open`. `except` is left out of the account. Nothing is known of a
 * key before the first acknowledged write about it.
 */
export function presence(writes: Writes, key: Key, from: number, to: number, except: Write | null): 'yes' | 'no' | 'open' {
  const before = (writes.byKey.get(key) ?? []).filter((write) => write !== except && write.from < to);
  const last = lastCertain(before);
  if (last === null || last.to > from) return 'open';
  if (!placing(last)) return 'no';
  return deletedAbove(writes, key, last.from) ? 'open' : 'yes';
}

/**
 * Fewest times that the key must have been taken away for all acknowledged creates to be true, less the times it may have been: above 0 the
 * history cannot be, whatever the order. Something is created only where nothing is.
 */
export function unaccounted(writes: Writes, key: Key, present: boolean): number {
  let balance = present ? -1 : 0;
  for (const { verb, outcome, retry, doubts } of writes.byKey.get(key) ?? []) {
    if (verb === 'create' && outcome === 'ok') balance++;
    if (verb === 'delete' && outcome !== 'fail') balance -= retry === 'key' ? 1 : 1 + doubts;
  }
  return balance > 0 && deletedAbove(writes, key, 0) ? 0 : balance;
}
