import type { SweepReport } from '../../src/contract/index.js';
import { type Html, html } from '../html/html.js';
import { grouped } from '../story/count-words.js';
import { clipped } from '../story/plain-text.js';
import { type SweepCell, sweepCells } from './sweep-table.js';

/** Kinds of effects in the order in which a call meets them; others come behind. */
const order = ['request', 'send', 'persist', 'call', 'part', 'reply'];

/** Every kind of fault by every kind of effect: how many points were run, and how many of them did not recover. */
export function sweepMatrix({ rows }: SweepReport): Html {
  const cells = sweepCells(rows);
  const effects = [...new Set(cells.map(({ effect }) => effect))].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const faults = [...new Set(cells.map(({ fault, how }) => `${fault}\n${how}`))].sort();
  const body = faults.map((name) => {
    const [fault = '', how = ''] = name.split('\n');
    const own = cells.filter((cell) => cell.fault === fault && cell.how === how);
    return html`<tr><th>${clipped(fault, 60)}</th><td class="said">${clipped(how, 80)}</td>${effects.map((effect) => matrixCell(own.filter((cell) => cell.effect === effect)))}${matrixCell(own)}</tr>`;
  });
  const sums = effects.map((effect) => matrixCell(cells.filter((cell) => cell.effect === effect)));
  return html`<section>
<h2>Every fault at every effect</h2>
<p>Points that were run. Where some do not recover it says how many of how many; unknown ones have a question mark.</p>
<div class="scroll"><table><thead><tr><th>Fault</th><th></th>${effects.map((effect) => html`<th class="n">${clipped(effect, 30)}</th>`)}<th class="n">all</th></tr></thead>
<tbody>${body}<tr><th>all</th><td></td>${sums}${matrixCell(cells)}</tr></tbody></table></div>
</section>`;
}

function rank(effect: string): number {
  const at = order.indexOf(effect);
  return at < 0 ? order.length : at;
}

function matrixCell(cells: readonly SweepCell[]): Html {
  const sum = (of: 'points' | 'fail' | 'unknown'): number => cells.reduce((total, cell) => total + cell[of], 0);
  const [points, fail, unknown] = [sum('points'), sum('fail'), sum('unknown')];
  if (points === 0) return html`<td class="n zero">·</td>`;
  if (fail > 0) return html`<td class="n broken">${grouped(fail)} of ${grouped(points)}</td>`;
  return unknown > 0
    ? html`<td class="n missed">${grouped(points)} (${grouped(unknown)}?)</td>`
    : html`<td class="n">${grouped(points)}</td>`;
}
