import { type CampaignStory, tallyOf } from './campaign-story.js';
import type { HitExample } from './hit-example.js';
import { namesUnder } from './names-under.js';

/** What one kind of fault did in a campaign. */
export interface FaultKind {
  readonly kind: string;
  readonly begun: number;
  /** Faults that delayed, cut, changed or lost something. */
  readonly hit: number;
  /** Faults that were on and never touched anything. */
  readonly idle: number;
  /** Faults that this world cannot do. */
  readonly refused: number;
  readonly example: HitExample | null;
}

/** Each kind of fault that was tried, in order of name. */
export function faultKindsOf(story: CampaignStory): readonly FaultKind[] {
  const { sums } = tallyOf(story);
  const kinds = new Set(['fault', 'hit', 'refused'].flatMap((prefix) => namesUnder(sums, prefix)).map(([kind]) => kind));
  const count = (prefix: string, kind: string): number => sums.get(`${prefix}/${kind}`) ?? 0;
  return [...kinds].sort().map((kind) => ({
    kind,
    begun: count('fault', kind),
    hit: count('hit', kind),
    idle: count('idle', kind),
    refused: count('refused', kind),
    example: story.hitExamples.get(kind) ?? null,
  }));
}
