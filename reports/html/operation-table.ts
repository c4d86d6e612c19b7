import { type CampaignStory, tallyOf } from '../story/campaign-story.js';
import { namesUnder } from '../story/names-under.js';
import { clipped } from '../story/plain-text.js';
import { countCell } from './count-cell.js';
import { type Html, html } from './html.js';

const rowsMax = 120;
/** The most frequent answers have a column each. */
const columnsMax = 14;

/** Operations by the answers that their attempts got. */
export function operationTable(story: CampaignStory): Html {
  const counts = new Map<string, Map<string, number>>();
  const totals = new Map<string, number>();
  for (const [name, count] of namesUnder(tallyOf(story).sums, 'operation')) {
    const cut = name.lastIndexOf('/');
    const [op, answer] = [name.slice(0, cut), name.slice(cut + 1)];
    counts.set(op, (counts.get(op) ?? new Map<string, number>()).set(answer, count));
    totals.set(answer, (totals.get(answer) ?? 0) + count);
  }
  const answers = mostFrequent(totals);
  const rows = [...counts].slice(0, rowsMax).map(([op, byAnswer]) => {
    const total = [...byAnswer.values()].reduce((sum, count) => sum + count, 0);
    return html`<tr><th>${clipped(op, 60)}</th>${countCell(total)}${answers.map((answer) => countCell(byAnswer.get(answer) ?? 0))}</tr>`;
  });
  const head = answers.map((answer) => html`<th class="n">${clipped(answer, 24)}</th>`);
  return html`<table class="dense"><thead><tr><th>Operation</th><th class="n">All</th>${head}</tr></thead><tbody>${rows}</tbody></table>`;
}

/** In order of name. */
function mostFrequent(totals: ReadonlyMap<string, number>): readonly string[] {
  const sorted = [...totals].sort(([a, x], [b, y]) => (y === x ? (a < b ? -1 : 1) : y - x));
  return sorted
    .slice(0, columnsMax)
    .map(([answer]) => answer)
    .sort();
}
