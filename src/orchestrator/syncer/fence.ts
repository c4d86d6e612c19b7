import type { Holding } from './syncer-state.js';
import type { Turn } from './turn.js';

/** The fence of the next mutating request. */
export function nextFence({ rules }: Turn, holding: Holding): string | null {
  holding.sequence += 1;
  return rules.fenceOf(holding.epoch, holding.sequence);
}
