import type { Event } from '../../../src/contract/index.js';
import { counted } from '../../story/count-words.js';
import { clipped } from '../../story/plain-text.js';
import { durationWords } from '../../story/time-words.js';
import { type Html, html } from '../html.js';
import { drawBands } from './draw-bands.js';
import { drawLanes } from './draw-lanes.js';
import { drawNodes } from './draw-nodes.js';
import type { Frame } from './frame.js';
import { type Scene, sceneOf } from './scene.js';
import { timeScale } from './time-scale.js';

/** What a timeline is told besides the history. */
export interface TimelineOptions {
  /** `seq` of the events that show the violation; each gets a letter, in order. */
  readonly evidence: readonly number[];
  /** The numbers of steps, by id. */
  readonly numbers: ReadonlyMap<string, number>;
}

const width = 1_064;
const gutter = 118;
const headHeight = 24;
const flagHeight = 22;

/** A run as a picture: phases, faults as bands through it, a row for each lane and each node that something happened to, and the evidence. */
export function timeline(events: readonly Event[], { evidence, numbers }: TimelineOptions): Html {
  const scene = sceneOf(events, evidence);
  if (scene.to <= scene.from) return html`<p>Nothing happened that could be drawn.</p>`;
  const right = width - 14;
  const scale = timeScale(scene, gutter, right);
  const frame: Frame = { scale, left: gutter, right, numbers };
  const top = headHeight + (scene.evidence.length > 0 ? flagHeight : 0);
  const bands = drawBands(scene, frame, top);
  const lanes = drawLanes(scene, frame, bands.bottom + 6);
  const nodes = drawNodes(scene, frame, lanes.bottom + 6);
  const floor = nodes.bottom + 4;
  const height = floor + 24;
  const words = `timeline of a run: ${counted(scene.bars.length, 'attempt')}, ${counted(scene.bands.length, 'fault')}`;
  return html`<figure class="chart" tabindex="0"><svg viewBox="0 0 ${width} ${height}" style="min-width:820px" role="img" aria-label="${words}">
${phases(scene, frame, floor)}${bands.behind(floor)}${axis(frame, floor)}${bands.front}${lanes.drawn}${nodes.drawn}${flags(scene, frame, floor)}
</svg></figure>
${key(scene)}`;
}

function phases(scene: Scene, { scale }: Frame, floor: number): readonly Html[] {
  return scene.phases.map(({ phase, from, to }, index) => {
    const [x, wide] = [scale.x(from), scale.x(to) - scale.x(from)];
    const shade = index % 2 === 0 ? html`<rect class="phase" x="${x}" y="0" width="${wide}" height="${floor}"/>` : html``;
    const name = wide < phase.length * 6 + 4 ? html`` : html`<text class="t-soft" x="${x + 5}" y="15">${phase}</text>`;
    return html`${shade}<line class="grid" x1="${x}" x2="${x}" y1="0" y2="${floor}"/>${name}`;
  });
}

function axis({ scale, left, right }: Frame, floor: number): Html {
  const marks = scale.ticks.map((at, index) => {
    const x = scale.x(at);
    const anchor = index === 0 ? 'start' : 'middle';
    return html`<line class="axis" x1="${x}" x2="${x}" y1="${floor}" y2="${floor + 4}"/><text class="t-faint" x="${x}" y="${floor + 17}" text-anchor="${anchor}">${durationWords(at)}</text>`;
  });
  return html`<line class="axis" x1="${left}" x2="${right}" y1="${floor}" y2="${floor}"/>${marks}`;
}

/** A lettered flag for each piece of evidence; those at one moment stand beside each other. The last is the moment of the violation. */
function flags(scene: Scene, { scale, right }: Frame, floor: number): readonly Html[] {
  let free = Number.NEGATIVE_INFINITY;
  return scene.evidence.map(({ at, words }, index) => {
    const x = scale.x(at);
    const place = Math.min(Math.max(x, free), right - 8);
    free = place + 18;
    const letter = String.fromCharCode(65 + (index % 26));
    return html`<g><title>${letter}: ${clipped(words, 300)}</title><line class="proof" x1="${x}" x2="${x}" y1="${headHeight + 16}" y2="${floor}"/><rect class="flag" x="${place - 8}" y="${headHeight}" width="16" height="16" rx="4"/><text class="t-flag" x="${place}" y="${headHeight + 12}">${letter}</text></g>`;
  });
}

function key({ evidence, nodes }: Scene): Html {
  const swatch = (name: string): Html =>
    html`<svg width="14" height="12" aria-hidden="true"><rect class="${name}" x="1" y="1" width="12" height="10" rx="2"/></svg>`;
  const states = nodes.flatMap((line) => line.spans.map((span) => span.what));
  return html`<p class="key"><span>${swatch('ok')}it happened</span><span>${swatch('fail')}refused or failed</span><span>${swatch('info')}nobody knows</span><span>${swatch('band-bar')}fault (a notch is a hit)</span>${
    states.includes('down')
      ? html`<span><svg width="18" height="12" aria-hidden="true"><line class="down" x1="1" x2="17" y1="6" y2="6"/></svg>node down</span>`
      : null
  }${states.includes('paused') ? html`<span>${swatch('paused')}node stopped</span>` : null}${
    evidence.length > 0 ? html`<span>${swatch('flag')}evidence; the last is the moment of the violation</span>` : null
  }${
    nodes.some((line) => line.marks.length > 0)
      ? html`<span><svg width="14" height="12" aria-hidden="true"><circle class="mark" cx="7" cy="6" r="3.5"/></svg>what a node said of itself</span>`
      : null
  }<span>Quiet time is drawn short.</span></p>`;
}
