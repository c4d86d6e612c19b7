import type { Holding } from './syncer-state.js';

/** The number of a sweep after which all kinds are still to be listed. */
export const neverCounted = -1;

/** Anything may be there: the next sweep lists all kinds, even if one is under way that does. */
export function sweepAll(holding: Holding): void {
  holding.sweepCount = 0;
  if (holding.sweep !== null) holding.sweep = { ...holding.sweep, number: neverCounted };
}
