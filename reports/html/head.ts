import { type CampaignStory, tallyOf } from '../story/campaign-story.js';
import { counted, grouped } from '../story/count-words.js';
import { namesUnder } from '../story/names-under.js';
import { clipped } from '../story/plain-text.js';
import { rolesIn } from '../story/roles.js';
import { percentile } from '../story/samples.js';
import { durationWords } from '../story/time-words.js';
import { moodOf, verdictSentence } from '../story/verdict-sentence.js';
import { type Html, html } from './html.js';

/** The verdict in one sentence, the totals, and what it takes to do it again. */
export function head(story: CampaignStory): Html {
  const { start, end } = story;
  const hollow = end?.hollow ?? [];
  return html`<header class="${moodOf(story)}">
<p class="eyebrow"><b>topple</b><span>${clipped(start?.scenario ?? 'no scenario', 80)}</span><span>${start?.world === 'sim' ? 'in the simulator' : 'on real processes'}</span></p>
<h1><span class="mood"></span>${verdictSentence(story)}</h1>
${start === null ? null : html`<p class="lead">${clipped(start.claim, 400)}</p>`}
${hollow.length === 0 ? null : html`<ul class="why">${hollow.map((reason) => html`<li>${clipped(reason, 300)}</li>`)}</ul>`}
<dl class="tiles">${tiles(story)}</dl>
<dl class="facts">${facts(story)}</dl>
</header>`;
}

function tiles(story: CampaignStory): readonly Html[] {
  const { sums } = tallyOf(story);
  const sum = (name: string): number => sums.get(name) ?? 0;
  const { verdicts, recoveries, end } = story;
  const [p50, p90, p99] = [50, 90, 99].map((percent) => percentile(recoveries, percent) ?? 0);
  const roles = rolesIn(tallyOf(story));
  const crashes = roles.reduce((total, role) => total + role.crashes, 0);
  const pauses = roles.reduce((total, role) => total + role.pauses, 0);
  return [
    tile('Runs', grouped(story.runs), runsNote(verdicts, end === null ? null : durationWords(end.wallMillis * 1_000))),
    tile(
      'Operations',
      grouped(sum('operations')),
      `${grouped(sum('outcome/ok'))} ok, ${grouped(sum('outcome/fail'))} refused, ${grouped(sum('outcome/info'))} unknown`,
    ),
    tile('Faults that hit', grouped(sum('faults-hit')), `of ${counted(namesUnder(sums, 'hit').length, 'kind')}`),
    tile('Crashes and pauses', grouped(crashes + pauses), `${grouped(crashes)} crashes, ${grouped(pauses)} pauses`),
    recoveries.max === null
      ? tile('Recovery', '–', 'no run came to rest')
      : tile(
          'Recovery, median',
          durationWords(p50 ?? 0),
          `p90 ${durationWords(p90 ?? 0)}, p99 ${durationWords(p99 ?? 0)}, longest ${durationWords(recoveries.max)}`,
        ),
  ];
}

function runsNote(verdicts: CampaignStory['verdicts'], wall: string | null): string {
  const parts = [
    verdicts.violated > 0 ? `${grouped(verdicts.violated)} violated` : null,
    verdicts.unknown > 0 ? `${grouped(verdicts.unknown)} unknown` : null,
    wall === null ? null : `in ${wall}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function tile(name: string, value: string, note: string): Html {
  return html`<div class="tile"><dt>${name}</dt><dd>${value}</dd><dd>${note}</dd></div>`;
}

function facts({ start, unknownReasons }: CampaignStory): readonly Html[] {
  if (start === null) return [];
  const reasons = [...unknownReasons.values()].sort((a, b) => b.count - a.count).slice(0, 8);
  return [
    fact('Command', html`<code>${clipped(start.command, 600)}</code>`),
    fact('Seed', html`<code>${clipped(start.seed, 200)}</code>`),
    fact('Configuration', html`<code>${clipped(start.configurationHash, 100)}</code>`),
    ...(start.defects.length === 0 ? [] : [fact('Planted defects', html`<code>${clipped(start.defects.join(', '), 600)}</code>`)]),
    ...reasons.map(({ count, run, example }) =>
      fact('Proved nothing', html`${counted(count, 'run')}, such as run ${run}: ${clipped(example, 240)}`),
    ),
  ];
}

function fact(name: string, value: Html): Html {
  return html`<dt>${name}</dt><dd>${value}</dd>`;
}
