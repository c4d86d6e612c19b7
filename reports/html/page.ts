import type { CampaignStory } from '../story/campaign-story.js';
import { coverageTables } from './coverage-tables.js';
import { findingSections } from './finding-section.js';
import { framed } from './frame.js';
import { head } from './head.js';
import type { Html } from './html.js';
import { recoveryHistogram } from './recovery-histogram.js';
import { runSection } from './run-section.js';
import { runsStrip } from './runs-strip.js';

/** The whole report as one file: the verdict first, then what was broken, then what was tried. */
export function page(story: CampaignStory): string {
  const title = `topple: ${story.start?.scenario ?? 'no campaign'}`;
  const body: readonly Html[] = [
    head(story),
    ...findingSections(story),
    runsStrip(story),
    ...runSection(story),
    recoveryHistogram(story),
    coverageTables(story),
  ];
  return framed(title, body);
}
