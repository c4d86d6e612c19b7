import { type CampaignStory, tallyOf } from './campaign-story.js';
import { namesUnder } from './names-under.js';

/** One floor (or ceiling) of a scenario beside what the campaign came to. */
export interface FloorReached {
  readonly name: 'operations' | 'acceptedPercent' | 'faultKinds' | 'unknownPercentMax';
  readonly asked: number;
  readonly reached: number;
}

/** The floors and what was reached; empty before the campaign starts. Percentages are whole. */
export function floorsReached(story: CampaignStory): readonly FloorReached[] {
  const floors = story.start?.floors;
  if (floors === undefined) return [];
  const { sums } = tallyOf(story);
  const sum = (name: string): number => sums.get(name) ?? 0;
  const ended = sum('outcome/ok') + sum('outcome/fail') + sum('outcome/info');
  const reached = {
    operations: sum('operations'),
    acceptedPercent: percent(sum('outcome/ok'), ended),
    faultKinds: namesUnder(sums, 'hit').length,
    unknownPercentMax: percent(story.verdicts.unknown, story.runs),
  };
  const names = ['operations', 'acceptedPercent', 'faultKinds', 'unknownPercentMax'] as const;
  return names.map((name) => ({ name, asked: floors[name], reached: reached[name] }));
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((100 * part) / whole);
}
