import { type CampaignStory, newStory, tellStory } from './story/campaign-story.js';
import type { Reporter } from '../src/contract/index.js';
import { writeWhole } from './write-whole.js';

/** A file that tells the story of a campaign. */
export interface StoryFileOptions {
  readonly name: string;
  readonly file: string;
  /** The whole text of the file, asked at each writing. */
  readonly text: (story: CampaignStory) => string;
  /** Milliseconds since any origin. */
  readonly now: () => number;
  /** While the campaign goes on the file is written no more often than this, in milliseconds, but for findings. */
  readonly everyMillis: number;
}

/** Written from the first event on and again as the campaign goes, so that whatever ends it leaves something to read. @throws what the file system throws */
export function storyFile({ name, file, text, now, everyMillis }: StoryFileOptions): Reporter {
  const story = newStory();
  let written = Number.NEGATIVE_INFINITY;
  let isOver = false;
  const write = (): void => {
    if (isOver) return;
    isOver = story.end !== null;
    writeWhole(file, text(story));
    written = now();
  };
  return {
    name,
    on: (event) => {
      tellStory(story, event);
      if (event.is === 'campaign-end' || event.is === 'finding' || now() - written >= everyMillis) write();
    },
    close: write,
  };
}
