import type { CampaignStory } from '../story/campaign-story.js';
import { counted } from '../story/count-words.js';
import { type Html, html } from './html.js';
import { timeline } from './timeline/timeline.js';

/** The run that the most faults hit, as a picture; nothing when there are findings to look at, or no run was hit. */
export function runSection({ findings, busiest }: CampaignStory): readonly Html[] {
  if (findings.length > 0 || busiest === null || busiest.run.faultsHit === 0) return [];
  const { run, events } = busiest;
  return [
    html`<section>
<h2>The hardest run</h2>
<p>Run ${run.index}, which ${counted(run.faultsHit, 'fault')} hit: ${run.verdict === 'holds' ? 'it recovered all the same.' : `its verdict is ${run.verdict}.`}</p>
<div class="card">${timeline(events, { evidence: [], numbers: new Map() })}</div>
</section>`,
  ];
}
