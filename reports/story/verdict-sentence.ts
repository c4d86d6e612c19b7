import { counted } from './count-words.js';
import type { CampaignStory } from './campaign-story.js';

export type Mood = 'holds' | 'violated' | 'hollow' | 'interrupted' | 'unfinished';

/** What the campaign came to, in one word. `unfinished`: its end was not told; it goes on, or something ended the harness. */
export function moodOf({ findings, verdicts, end }: CampaignStory): Mood {
  if (findings.length > 0 || verdicts.violated > 0) return 'violated';
  if (end === null) return 'unfinished';
  if (end.interrupted) return 'interrupted';
  return end.hollow.length > 0 ? 'hollow' : 'holds';
}

function unknownWords({ verdicts, excused }: CampaignStory): string {
  const rest = verdicts.unknown - excused;
  const parts = [excused > 0 ? `${excused} of them excused` : '', rest > 0 ? `${rest} of them proved nothing` : ''];
  return parts.map((part) => (part === '' ? '' : `; ${part}`)).join('');
}

/** The whole verdict in one sentence. */
export function verdictSentence(story: CampaignStory): string {
  const { runs, findings } = story;
  const unknown = unknownWords(story);
  switch (moodOf(story)) {
    case 'violated':
      return `${counted(findings.length, 'claim was', 'claims were')} broken in ${counted(runs, 'run')}.`;
    case 'unfinished':
      return `Not at its end: ${counted(runs, 'run')} so far; nothing broken${unknown}.`;
    case 'interrupted':
      return `Interrupted after ${counted(runs, 'run')}; nothing broken so far${unknown}.`;
    case 'hollow':
      return `Nothing broken, and nothing proven: the campaign was hollow.`;
    case 'holds':
      if (unknown === '') return runs === 1 ? 'The one run recovered.' : `All ${counted(runs, 'run')} recovered.`;
      return `Nothing broken in ${counted(runs, 'run')}${unknown}.`;
  }
}
