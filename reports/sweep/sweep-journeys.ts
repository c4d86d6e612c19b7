import type { PointVerdict, SweepJourney, SweepReport } from '../../src/contract/index.js';
import { countCell } from '../html/count-cell.js';
import { type Html, html } from '../html/html.js';
import { grouped } from '../story/count-words.js';
import { clipped } from '../story/plain-text.js';

/** Journeys in their order, with what became of their points. */
export function sweepJourneys({ journeys, rows }: SweepReport): Html {
  const counts = journeys.map(() => new Map<PointVerdict, number>());
  for (const { journey, verdict } of rows) counts[journey]?.set(verdict, (counts[journey]?.get(verdict) ?? 0) + 1);
  const body = journeys.map((journey, index) => journeyRow(journey, counts[index] ?? new Map<PointVerdict, number>()));
  return html`<section>
<h2>Journeys</h2>
<p>What the undisturbed run of a journey violates is said here, and held against no fault.</p>
<div class="scroll"><table class="dense"><thead><tr><th>Journey</th><th class="n">Calls</th><th class="n">Places</th><th class="n">Points</th><th class="n">Recover</th><th class="n">Do not</th><th class="n">Unknown</th><th>By itself</th></tr></thead><tbody>${body}</tbody></table></div>
</section>`;
}

function journeyRow({ name, calls, places, points, verdict, why }: SweepJourney, counts: ReadonlyMap<PointVerdict, number>): Html {
  const fails = counts.get('fails') ?? 0;
  const itself =
    verdict === 'recovers'
      ? html`<td>is clean</td>`
      : html`<td class="said">${verdict === 'fails' ? 'violates' : 'leaves open'} ${clipped(why.join(', '), 200)}</td>`;
  return html`<tr><th>${clipped(name, 60)}</th>${countCell(calls)}${countCell(places)}${countCell(points)}${countCell(counts.get('recovers') ?? 0)}${fails > 0 ? html`<td class="n broken">${grouped(fails)}</td>` : countCell(0)}${countCell(counts.get('unknown') ?? 0)}${itself}</tr>`;
}
