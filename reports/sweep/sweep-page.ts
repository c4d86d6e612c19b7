import type { SweepReport, SweepRow } from '../../src/contract/index.js';
import { framed } from '../html/frame.js';
import { type Html, html } from '../html/html.js';
import { clipped } from '../story/plain-text.js';
import { failingSections } from './failing-section.js';
import { sweepHead } from './sweep-head.js';
import { sweepJourneys } from './sweep-journeys.js';
import { sweepMatrix } from './sweep-matrix.js';

const unknownMax = 40;

/** A whole sweep as one file: the sentence first, then what does not recover, then every point by effect and fault. */
export function sweepPage(report: SweepReport): string {
  return framed(`topple sweep: ${report.scenario}`, [
    sweepHead(report),
    ...failingSections(report),
    sweepMatrix(report),
    sweepJourneys(report),
    ...unknownSection([...report.rows, ...report.pairs].filter(({ verdict }) => verdict === 'unknown')),
  ]);
}

function unknownSection(rows: readonly SweepRow[]): readonly Html[] {
  if (rows.length === 0) return [];
  const items = rows
    .slice(0, unknownMax)
    .map(
      ({ where, why }) => html`<tr><td class="said">${clipped(where, 300)}</td><td class="said">${clipped(why.join(', '), 200)}</td></tr>`,
    );
  return [
    html`<section>
<h2>Points that proved nothing</h2>
<p>Nobody could judge, or the fault found nothing to break.</p>
<div class="scroll"><table class="dense"><thead><tr><th>Point</th><th>Why</th></tr></thead><tbody>${items}</tbody></table></div>
${rows.length > unknownMax ? html`<p class="none">and ${rows.length - unknownMax} more in report.json</p>` : null}
</section>`,
  ];
}
