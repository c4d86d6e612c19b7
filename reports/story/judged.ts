import type { Tally } from '../../src/contract/index.js';
import { namesUnder } from './names-under.js';

/** How often one invariant said what. */
export interface Judged {
  readonly invariant: string;
  readonly holds: number;
  readonly violated: number;
  readonly unknown: number;
}

/** Each invariant of a campaign, in order of name. */
export function judgedIn({ sums }: Tally): readonly Judged[] {
  const judged = new Map<string, { invariant: string; holds: number; violated: number; unknown: number }>();
  for (const [name, count] of namesUnder(sums, 'judged')) {
    const cut = name.lastIndexOf('/');
    const [invariant, verdict] = [name.slice(0, cut), name.slice(cut + 1)];
    const counts = judged.get(invariant) ?? { invariant, holds: 0, violated: 0, unknown: 0 };
    if (verdict === 'holds' || verdict === 'violated' || verdict === 'unknown') counts[verdict] += count;
    judged.set(invariant, counts);
  }
  return [...judged.values()];
}
