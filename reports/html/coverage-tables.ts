import { type CampaignStory, tallyOf } from '../story/campaign-story.js';
import { counted } from '../story/count-words.js';
import { type FaultKind, faultKindsOf } from '../story/fault-kinds.js';
import { hitPlace, hitWords } from '../story/hit-example.js';
import { clipped } from '../story/plain-text.js';
import { rolesIn } from '../story/roles.js';
import { floorTable } from './floor-table.js';
import { type Html, html } from './html.js';
import { judgeTable } from './judge-table.js';
import { moveTable } from './move-table.js';
import { operationTable } from './operation-table.js';
import { countCell } from './count-cell.js';

/** Rows of one table; the rest is in report.json. */
const rowsMax = 120;

/** What was tried: faults with an example each, nodes by what befell them, judges, floors, operations by answer, changes of state. */
export function coverageTables(story: CampaignStory): Html {
  return html`<section>
<h2>What hit what</h2>
<p>A fault hit when it delayed, cut, changed or lost an operation or a message between nodes. One that was on and did not is counted, too: it proves nothing.</p>
<div class="scroll">${faultTable(story)}</div>
</section>
<div class="pair">
<section>
<h2>Nodes</h2>
<p>Crashes and pauses by role.</p>
<div class="scroll">${nodeTable(story)}</div>
</section>
<section>
<h2>Floors</h2>
<p>A campaign that stays below one is hollow.</p>
<div class="scroll">${floorTable(story)}</div>
</section>
</div>
<section>
<h2>Judges</h2>
<p>Runs by what each invariant said of them. Unknown: that run gave it nothing to judge.</p>
<div class="scroll">${judgeTable(story)}</div>
</section>
<section>
<h2>Operations</h2>
<p>Attempts by the answer that they got.</p>
<div class="scroll">${operationTable(story)}</div>
${moveTable(story)}
</section>`;
}

function faultTable(story: CampaignStory): Html {
  const rows = faultKindsOf(story).slice(0, rowsMax).map(faultRow);
  return html`<table><thead><tr><th>Fault</th><th class="n">Begun</th><th class="n">Hit</th><th class="n">Hit nothing</th><th>One of them</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function faultRow({ kind, begun, hit, idle, refused, example }: FaultKind): Html {
  return html`<tr><th>${clipped(kind, 60)}</th>${countCell(begun)}${countCell(hit)}${countCell(idle)}${example === null ? missing(hit, refused) : exampleCell(example)}</tr>`;
}

function missing(hit: number, refused: number): Html {
  if (hit > 0) return html`<td></td>`;
  return refused > 0
    ? html`<td class="zero">this world cannot do it (${counted(refused, 'time')})</td>`
    : html`<td class="never">never hit anything</td>`;
}

function exampleCell(example: NonNullable<FaultKind['example']>): Html {
  return html`<td class="said">${clipped(hitWords(example), 90)} <small>${clipped(hitPlace(example), 70)}, run ${example.run}</small></td>`;
}

function nodeTable(story: CampaignStory): Html {
  const roles = rolesIn(tallyOf(story));
  if (roles.length === 0) return html`<p class="none">No node was killed or stopped.</p>`;
  const rows = roles
    .slice(0, rowsMax)
    .map(({ role, crashes, pauses }) => html`<tr><th>${clipped(role, 60)}</th>${countCell(crashes)}${countCell(pauses)}</tr>`);
  return html`<table><thead><tr><th>Role</th><th class="n">Crashes</th><th class="n">Pauses</th></tr></thead><tbody>${rows}</tbody></table>`;
}
