import { type CampaignStory, tallyOf } from '../story/campaign-story.js';
import { counted } from '../story/count-words.js';
import { namesUnder } from '../story/names-under.js';
import { clipped } from '../story/plain-text.js';
import { countCell } from './count-cell.js';
import { type Html, html } from './html.js';

const rowsMax = 400;

/** Changes of state as the looks saw them: `kind`, from what, to what; `–` for a thing that was not there before. Folded away, because there are many. */
export function moveTable(story: CampaignStory): Html | null {
  const moves = namesUnder(tallyOf(story).sums, 'move');
  if (moves.length === 0) return null;
  const rows = moves.slice(0, rowsMax).map(([name, count]) => {
    const [kind = '', from = '', to = ''] = name.split('/');
    return html`<tr><th>${clipped(kind, 60)}</th><td>${from === '-' ? '–' : clipped(from, 40)}</td><td>${clipped(to, 40)}</td>${countCell(count)}</tr>`;
  });
  return html`<details><summary>${counted(moves.length, 'change', 'changes')} of state that were seen</summary><div class="scroll"><table class="dense"><thead><tr><th>Kind</th><th>From</th><th>To</th><th class="n">Times</th></tr></thead><tbody>${rows}</tbody></table></div></details>`;
}
