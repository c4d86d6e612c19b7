import type { StateRules } from '../rules/index.js';
import type { Key } from '../wire/command.js';
import { type Context, type Item, isReleased } from './context.js';

/**
 * The context after its items changed: what an update dropped is turned absent once everything wanted is there (or at once, where it was not in place
 * anyway), what is gone is taken out, and the status is told anew. `version` is that of what is turned.
 */
export function settle(context: Context, version: number, rules: StateRules): Context {
  const items =
    context.want === 'present' && context.items.some((item) => item.stale || item.work.want === 'absent')
      ? retire(context, version, rules)
      : context.items;
  const settled = { ...context, items, status: statusOf(context, items) };
  const refs = refsOf(settled);
  return { ...settled, refs: sameKeys(refs, context.refs) ? context.refs : refs };
}

/** The item turned absent: its manifest is no longer needed. */
export function turnedAbsent(item: Item, version: number): Item {
  if (isReleased(item)) return item;
  if (item.work.want === 'absent') return item.work.hold ? { ...item, work: { ...item.work, hold: false } } : item;
  return {
    ...item,
    stale: false,
    status: 'Pending',
    reason: '',
    work: { ...item.work, version, want: 'absent', hold: false, done: false, ready: false, manifest: null },
  };
}

function retire(context: Context, version: number, rules: StateRules): readonly Item[] {
  const arrived = context.items.every((item) => item.stale || item.work.want === 'absent' || item.work.done);
  const kept: Item[] = [];
  for (const item of context.items) {
    const next = item.stale && !context.hold && rules.retires(context.status, arrived, item.work.done) ? turnedAbsent(item, version) : item;
    if (!isReleased(next) || (next.work.want === 'present' && !next.stale)) kept.push(next);
  }
  return kept;
}

function statusOf(context: Context, items: readonly Item[]): Context['status'] {
  const finished = items.every((item) => item.work.done && !item.stale && (item.work.want === context.want || item.status === 'Forgotten'));
  if (context.want === 'absent') return finished ? 'Terminated' : context.hold ? 'TerminateStopped' : 'Terminating';
  if (context.hold) return 'InstantiateStopped';
  if (finished) return 'Instantiated';
  if (items.some((item) => item.work.want === 'present' && item.status === 'Failed')) return 'InstantiateFailed';
  return context.updated ? 'Updating' : 'Instantiating';
}

function refsOf(context: Context): readonly Key[] {
  if (context.status === 'Terminated') return [];
  const keys = new Set<Key>(context.revisions.at(-1)?.labels ?? []);
  if (context.cloud !== null) keys.add(context.cloud);
  for (const item of context.items) if (!isReleased(item)) keys.add(item.planned.cluster);
  return [...keys].sort();
}

function sameKeys(a: readonly Key[], b: readonly Key[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}
