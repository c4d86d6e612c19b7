import { meetRule } from './policies.js';
import type { Turn } from './turn.js';

/**
 * What of the lines of a watch over `plural` is told: policies lose some of them, stop the watch for good without a word (`stall`), or end it as
 * expired (`expire`).
 */
export function withhold(turn: Turn, plural: string, lines: string[]): string[] | 'stall' | 'expire' {
  if (lines.length === 0 || turn.state.policies.length === 0) return lines;
  if (meetRule(turn, 'stall', 'watch', plural) !== null) return 'stall';
  if (meetRule(turn, 'expire', 'watch', plural) !== null) return 'expire';
  return lines.filter(() => meetRule(turn, 'lose', 'watch', plural) === null);
}
