import type { Finding } from '../../src/contract/index.js';
import type { Micros } from '../../src/world/index.js';
import type { CampaignStory } from '../story/campaign-story.js';
import { counted } from '../story/count-words.js';
import { eventWords, evidenceOf } from '../story/event-words.js';
import { lastLooks } from '../story/last-looks.js';
import { clipped } from '../story/plain-text.js';
import { type StepWords, stepWords } from '../story/step-words.js';
import { durationWords } from '../story/time-words.js';
import { type Html, html } from './html.js';
import { timeline } from './timeline/timeline.js';

/** Findings told in full; the others are in report.json. */
const findingsShownMax = 12;
const evidenceMax = 24;
const stepsMax = 80;
const subjectsMax = 12;
const charactersMax = 320;

/** A section for each violation: the claim, what was seen, the picture, the shortest way there, the command. */
export function findingSections({ findings }: CampaignStory): readonly Html[] {
  const shown = findings.slice(0, findingsShownMax).map(findingSection);
  const left = findings.length - shown.length;
  return left > 0 ? [...shown, html`<section><p>${counted(left, 'more finding')} in report.json.</p></section>`] : shown;
}

function findingSection(finding: Finding): Html {
  const { invariant, invariantId, violation, run, plan, stepsBefore, evaluations, reproduced, repeats, replay, events } = finding;
  const subjects = violation.subjects.slice(0, subjectsMax).map((subject) => html` <code>${clipped(subject, 160)}</code>`);
  const steps = stepWords(finding);
  return html`<section class="card finding">
<p class="name">${invariantId === null ? null : html`${clipped(invariantId, 20)} `}<code>${clipped(invariant, 120)}</code></p>
<h2>${clipped(violation.claim, 400)}</h2>
<p>Broken for${subjects}${violation.subjects.length > subjectsMax ? ` and ${violation.subjects.length - subjectsMax} more` : ''} in run ${run}. Of ${counted(stepsBefore, 'step')} ${counted(plan.steps.length, 'step')} were left after ${counted(evaluations, 'try', 'tries')}; these fail ${reproduced} of ${repeats} times.</p>
<h3>Found instead</h3>
${evidenceList(finding)}
<h3>How it went</h3>
${timeline(events, { evidence: violation.events, numbers: new Map(steps.map((step) => [step.id, step.number])) })}
<h3>The shortest way there</h3>
<ol class="steps">${steps.slice(0, stepsMax).map(stepItem)}</ol>
${steps.length > stepsMax ? html`<p>and ${steps.length - stepsMax} more</p>` : null}
<h3>Again</h3>
<div class="command"><code>${clipped(replay, 600)}</code></div>
</section>`;
}

function evidenceList({ violation, events }: Finding): Html {
  const evidence = evidenceOf(violation, events);
  const items = evidence
    .slice(0, evidenceMax)
    .map((event, index) => evidenceItem(evidenceLetter(index), event.at, eventWords(event, events, violation.subjects)));
  const looks = lastLooks(violation, events).map(({ at, words }) => evidenceItem(null, at, words));
  if (items.length + looks.length === 0) return html`<p>No single event: the whole history shows it.</p>`;
  return html`<ol class="evidence">${[...items, ...looks]}</ol>${evidence.length > evidenceMax ? html`<p>and ${evidence.length - evidenceMax} more</p>` : null}`;
}

/** Letters, so that they are never taken for the numbers of steps; none for what was only looked up. */
function evidenceItem(letter: string | null, at: Micros, words: string): Html {
  const badge = letter === null ? html`<span></span>` : html`<span><span class="no">${letter}</span></span>`;
  return html`<li>${badge}<span class="at">${durationWords(at)}</span><span class="what">${clipped(words, charactersMax)}</span></li>`;
}

function evidenceLetter(index: number): string {
  return String.fromCharCode(65 + (index % 26));
}

function stepItem({ number, is, at, who, what, result }: StepWords): Html {
  return html`<li class="${is}"><span><span class="no">${number}</span></span><span class="at">${at === null ? 'never' : durationWords(at)}</span><span class="who">${clipped(who, 40)}</span><code class="what">${clipped(what, charactersMax)}</code><span class="came">${clipped(result, 80)}</span></li>`;
}
