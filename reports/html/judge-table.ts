import { type CampaignStory, tallyOf } from '../story/campaign-story.js';
import { judgedIn } from '../story/judged.js';
import { clipped } from '../story/plain-text.js';
import { countCell } from './count-cell.js';
import { type Html, html } from './html.js';

const rowsMax = 120;

/** Invariants by what they said; one that never had anything to judge guards nothing, and is told so. */
export function judgeTable(story: CampaignStory): Html {
  const rows = judgedIn(tallyOf(story))
    .slice(0, rowsMax)
    .map(({ invariant, holds, violated, unknown }) => {
      const note = holds + violated === 0 ? html` <small class="never">never had anything to judge</small>` : null;
      const broken = violated === 0 ? countCell(0) : html`<td class="n broken">${violated}</td>`;
      return html`<tr><th>${clipped(invariant, 90)}${note}</th>${countCell(holds)}${broken}${countCell(unknown)}</tr>`;
    });
  return html`<table><thead><tr><th>Invariant</th><th class="n">Holds</th><th class="n">Violated</th><th class="n">Unknown</th></tr></thead><tbody>${rows}</tbody></table>`;
}
