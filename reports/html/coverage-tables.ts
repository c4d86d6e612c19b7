import { type CampaignStory, tallyOf } from '../story/campaign-story.js';
import { grouped } from '../story/count-words.js';
import { hitPlace, hitWords } from '../story/hit-example.js';
import { namesUnder } from '../story/names-under.js';
import { clipped } from '../story/plain-text.js';
import { type Html, html } from './html.js';

/** Rows of one table; the rest is in report.json. */
const rowsMax = 120;
const columnsMax = 14;

/** What was tried: faults with an example each, nodes by what befell them, operations by answer. */
export function coverageTables(story: CampaignStory): Html {
  return html`<section>
<h2>Faults</h2>
<p>A fault counts when it delayed, cut, changed or lost an operation or a message between nodes.</p>
<div class="scroll">${faultTable(story)}</div>
</section>
<section>
<h2>Nodes</h2>
<p>How often nodes of each role were killed or fell, and were stopped.</p>
<div class="scroll">${nodeTable(story)}</div>
</section>
<section>
<h2>Operations</h2>
<p>Attempts by the answer that they got.</p>
<div class="scroll">${operationTable(story)}</div>
</section>`;
}

function faultTable(story: CampaignStory): Html {
  const { sums } = tallyOf(story);
  const kinds = new Set([...namesUnder(sums, 'fault'), ...namesUnder(sums, 'hit')].map(([kind]) => kind));
  const rows = [...kinds]
    .sort()
    .slice(0, rowsMax)
    .map((kind) => {
      const example = story.hitExamples.get(kind);
      const hits = sums.get(`hit/${kind}`) ?? 0;
      const words =
        example === undefined
          ? hits === 0
            ? html`<td class="never">never hit anything</td>`
            : html`<td></td>`
          : html`<td>${clipped(hitWords(example), 90)} <small>${clipped(hitPlace(example), 70)}, run ${example.run}</small></td>`;
      return html`<tr><th>${clipped(kind, 60)}</th>${number(sums.get(`fault/${kind}`) ?? 0)}${number(hits)}${words}</tr>`;
    });
  return html`<table><thead><tr><th>Kind</th><th class="n">Begun</th><th class="n">Hit</th><th>One of them</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function nodeTable(story: CampaignStory): Html {
  const { sums } = tallyOf(story);
  const roles = new Set([...namesUnder(sums, 'down'), ...namesUnder(sums, 'paused')].map(([role]) => role));
  const rows = [...roles]
    .sort()
    .slice(0, rowsMax)
    .map(
      (role) =>
        html`<tr><th>${clipped(role, 60)}</th>${number(sums.get(`down/${role}`) ?? 0)}${number(sums.get(`paused/${role}`) ?? 0)}<td></td></tr>`,
    );
  return html`<table><thead><tr><th>Role</th><th class="n">Crashes</th><th class="n">Pauses</th><th></th></tr></thead><tbody>${rows}</tbody></table>`;
}

function operationTable(story: CampaignStory): Html {
  const counts = new Map<string, Map<string, number>>();
  const totals = new Map<string, number>();
  for (const [name, count] of namesUnder(tallyOf(story).sums, 'operation')) {
    const cut = name.lastIndexOf('/');
    const [op, status] = [name.slice(0, cut), name.slice(cut + 1)];
    counts.set(op, (counts.get(op) ?? new Map<string, number>()).set(status, count));
    totals.set(status, (totals.get(status) ?? 0) + count);
  }
  const statuses = [...totals]
    .sort(([a, x], [b, y]) => (y === x ? (a < b ? -1 : 1) : y - x))
    .slice(0, columnsMax)
    .map(([status]) => status)
    .sort();
  const rows = [...counts].slice(0, rowsMax).map(([op, byStatus]) => {
    const total = [...byStatus.values()].reduce((sum, count) => sum + count, 0);
    return html`<tr><th>${clipped(op, 60)}</th>${number(total)}${statuses.map((status) => number(byStatus.get(status) ?? 0))}</tr>`;
  });
  return html`<table><thead><tr><th>Operation</th><th class="n">All</th>${statuses.map((status) => html`<th class="n">${clipped(status, 24)}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`;
}

function number(count: number): Html {
  return count === 0 ? html`<td class="n zero">·</td>` : html`<td class="n">${grouped(count)}</td>`;
}
