import type { Effect } from './machine.js';

/** What passes a trap: an effect on its way out, or a part on its way in. */
export type Passing = Effect['do'] | 'part';

/** What a trap waits for: one kind, or any effect that can be seen from outside. */
export type Trapped = Passing | 'any';

const outward: ReadonlySet<Trapped> = new Set<Trapped>(['persist', 'send', 'reply', 'call']);

/** Whether something that passes counts for a trap. */
export function counts(trapped: Trapped, passing: Passing): boolean {
  return trapped === passing || (trapped === 'any' && outward.has(passing));
}
