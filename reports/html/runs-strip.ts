import { cellsMax, type CampaignStory, type RunCell } from '../story/campaign-story.js';
import { counted, grouped } from '../story/count-words.js';
import { clipped } from '../story/plain-text.js';
import { durationWords } from '../story/time-words.js';
import { type Html, html } from './html.js';

const classes = { holds: '', unknown: 'u', violated: 'v' } as const;
const denseAbove = 400;

/** One small cell for each run, in order; what it came to is told by colour, by shape and on hovering. */
export function runsStrip({ cells, runs, verdicts }: CampaignStory): Html {
  const left = runs - cells.length;
  return html`<section>
<h2>Runs</h2>
<p>${cells.length === 0 ? 'No run came to its end.' : 'One cell is one run: its calls, its faults, the heal, and the judges.'}</p>
<div class="strip${cells.length > denseAbove ? ' dense' : ''}" role="img" aria-label="${grouped(verdicts.holds)} runs hold, ${grouped(verdicts.violated)} are violated, ${grouped(verdicts.unknown)} are unknown">${cells.map(cellOf)}</div>
<p class="key"><span><i></i>holds ${grouped(verdicts.holds)}</span><span><i class="u"></i>unknown ${grouped(verdicts.unknown)}</span><span><i class="v"></i>violated ${grouped(verdicts.violated)}</span>${left > 0 ? html`<span>the first ${grouped(cellsMax)} and those that do not hold; ${counted(left, 'more run is', 'more runs are')} not shown</span>` : null}</p>
</section>`;
}

function cellOf({ index, verdict, operations, faultsHit, recovery, reason }: RunCell): Html {
  const rest = recovery === null ? 'never at rest' : `at rest in ${durationWords(recovery)}`;
  const title = `run ${index} ${verdict}: ${operations} operations, ${counted(faultsHit, 'fault')}, ${rest}${reason === null ? '' : `; ${clipped(reason, 120)}`}`;
  const name = classes[verdict];
  return name === '' ? html`<i title="${title}"></i>` : html`<i class="${name}" title="${title}"></i>`;
}
