import type { SweepReport } from '../../src/contract/index.js';
import { type Html, html } from '../html/html.js';
import { counted, grouped } from '../story/count-words.js';
import { clipped } from '../story/plain-text.js';
import { durationWords } from '../story/time-words.js';
import { sweepSentence } from './sweep-sentence.js';

const moods = { 0: 'clean', 1: 'violated', 3: 'hollow', 130: 'interrupted' } as const;

/** The sentence, the totals, and what it takes to do it again. */
export function sweepHead(report: SweepReport): Html {
  const { scenario, world, exit, hollow } = report;
  return html`<header class="${moods[exit]}">
<p class="eyebrow"><b>topple</b><span>sweep</span><span>${clipped(scenario, 80)}</span><span>${world === 'sim' ? 'in the simulator' : 'on real processes'}</span></p>
<h1><span class="mood"></span>${sweepSentence(report)}.</h1>
<p class="lead">A point is one fault at one place of an otherwise undisturbed journey: a request, a write, a message, a call or an answer that one of its calls led to.</p>
${hollow.length === 0 ? null : html`<ul class="why">${hollow.map((reason) => html`<li>${clipped(reason, 300)}</li>`)}</ul>`}
<dl class="tiles">${tiles(report)}</dl>
<dl class="facts">${facts(report)}</dl>
</header>`;
}

function tiles({ rows, pairs, journeys, points, wallMillis }: SweepReport): readonly Html[] {
  const all = [...rows, ...pairs];
  const count = (verdict: string): number => all.filter((row) => row.verdict === verdict).length;
  const [recover, fail, unknown] = [count('recovers'), count('fails'), count('unknown')];
  const hit = all.length - all.filter(({ why }) => why.some((each) => each.endsWith('found nothing to break'))).length;
  return [
    tile('Points run', grouped(rows.length), rows.length < points ? `of ${grouped(points)}` : 'all there are'),
    tile('Recover', grouped(recover), `${grouped(hit)} bit something`),
    tile('Do not recover', grouped(fail), unknown === 0 ? 'none is unknown' : `${grouped(unknown)} unknown`),
    tile('Pairs', grouped(pairs.length), 'a second fault in the recovery from the first'),
    tile(
      'Journeys',
      grouped(journeys.length),
      `${counted(
        journeys.reduce((sum, { calls }) => sum + calls, 0),
        'call',
      )}, in ${durationWords(wallMillis * 1_000)}`,
    ),
  ];
}

function tile(name: string, value: string, note: string): Html {
  return html`<div class="tile"><dt>${name}</dt><dd>${value}</dd><dd>${note}</dd></div>`;
}

function facts({ command, seed, defects, sample, unaimed }: SweepReport): readonly Html[] {
  return [
    fact('Command', html`<code>${clipped(command, 600)}</code>`),
    fact('Seed', html`<code>${clipped(seed, 200)}</code>`),
    ...(sample === null ? [] : [fact('Sample', html`${counted(sample, 'point')}, drawn from the seed among all`)]),
    ...(defects.length === 0 ? [] : [fact('Planted defects', html`<code>${clipped(defects.join(', '), 600)}</code>`)]),
    ...unaimed.map(({ fault, points }) =>
      fact('Not aimed', html`<code>${clipped(fault, 60)}</code>: ${counted(points, 'point')} that the simulator alone can hit`),
    ),
  ];
}

function fact(name: string, value: Html): Html {
  return html`<dt>${name}</dt><dd>${value}</dd>`;
}
