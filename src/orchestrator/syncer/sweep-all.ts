import type { Holding } from './syncer-state.js';

/** Anything may be there: the next sweep lists all kinds, even if one is under way that does. */
export function sweepAll(holding: Holding): void {
  holding.sweepCount = 0;
  if (holding.sweep !== null) holding.sweep = { ...holding.sweep, number: -1 };
}
