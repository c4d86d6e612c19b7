import { counted } from './count-words.js';
import type { CampaignStory } from './campaign-story.js';

export type Mood = 'holds' | 'violated' | 'hollow' | 'interrupted';

/** What the campaign came to, in one word. A campaign whose end was never told counts as interrupted. */
export function moodOf({ findings, verdicts, end }: CampaignStory): Mood {
  if (findings.length > 0 || verdicts.violated > 0) return 'violated';
  if (end === null || end.interrupted) return 'interrupted';
  return end.hollow.length > 0 ? 'hollow' : 'holds';
}

/** The whole verdict in one sentence. */
export function verdictSentence(story: CampaignStory): string {
  const { runs, verdicts, findings } = story;
  const unknown = verdicts.unknown === 0 ? '' : `; ${verdicts.unknown} of them proved nothing`;
  switch (moodOf(story)) {
    case 'violated':
      return `${counted(findings.length, 'claim was', 'claims were')} broken in ${counted(runs, 'run')}.`;
    case 'interrupted':
      return `Interrupted after ${counted(runs, 'run')}; nothing broken so far${unknown}.`;
    case 'hollow':
      return `Nothing broken, and nothing proven: the campaign was hollow.`;
    case 'holds':
      if (unknown === '') return runs === 1 ? 'The one run recovered.' : `All ${counted(runs, 'run')} recovered.`;
      return `Nothing broken in ${counted(runs, 'run')}${unknown}.`;
  }
}
