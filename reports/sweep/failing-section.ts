import type { SweepReport } from '../../src/contract/index.js';
import { type Html, html } from '../html/html.js';
import { counted } from '../story/count-words.js';
import { clipped } from '../story/plain-text.js';
import { type FailingWay, failingWays } from './failing-ways.js';

/** Told in full; the others are in report.json. */
const waysMax = 24;
const pointsMax = 30;
const charactersMax = 400;

/** A section for each way in which points fail: the claims, the exact points, the command that shows one. */
export function failingSections(report: SweepReport): readonly Html[] {
  const ways = failingWays(report);
  const shown = ways.slice(0, waysMax).map((way) => failingSection(way, report));
  const left = ways.length - shown.length;
  return left > 0 ? [...shown, html`<section><p>${counted(left, 'more way')} in report.json.</p></section>`] : shown;
}

function failingSection(way: FailingWay, { journeys }: SweepReport): Html {
  const [{ journey, why, invariants }] = way;
  const file = way.find((row) => row.file !== null)?.file ?? null;
  return html`<section class="card finding">
<p class="name">${invariants.slice(0, 6).map((name) => html`<code>${clipped(name, 120)}</code> `)}</p>
<h2>${counted(way.length, 'point')} of journey ${clipped(journeys[journey]?.name ?? '', 60)} ${way.length === 1 ? 'does' : 'do'} not recover</h2>
<p>${clipped(why.join(', '), charactersMax)}</p>
<h3>Where</h3>
<ol class="evidence points">${way.slice(0, pointsMax).map(({ where }, index) => html`<li><span><span class="no">${index + 1}</span></span><span class="what">${clipped(where, charactersMax)}</span></li>`)}</ol>
${way.length > pointsMax ? html`<p class="none">and ${way.length - pointsMax} more in report.json</p>` : null}
${
  file === null
    ? null
    : html`<h3>Again</h3>
<div class="command"><code>npx topple replay ${clipped(file, 400)}</code></div>`
}
</section>`;
}
