import type { Json } from '../../world/index.js';

/** Deeper values are refused: how deep a walk gets depends on the stack. */
export const LEVELS_MAX = 128;

/** Whether lists and maps are inside each other more than `levels` times. */
export function isDeeperThan(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const each of Object.values(value)) if (isDeeperThan(each as Json, levels - 1)) return true;
  return false;
}
