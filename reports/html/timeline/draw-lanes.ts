import { clipped } from '../../story/plain-text.js';
import { durationWords } from '../../story/time-words.js';
import { type Html, html } from '../html.js';
import { type Frame, type Rows, textWidth } from './frame.js';
import type { Bar, Scene } from './scene.js';

const rowHeight = 28;
const barHeight = 18;
const lanesMax = 24;

/** A row for each client, its attempts as bars. */
export function drawLanes({ bars }: Scene, frame: Frame, top: number): Rows {
  const lanes = [...new Set(bars.map((bar) => bar.lane))].slice(0, lanesMax);
  const drawn = lanes.map((lane, index) =>
    drawLane(
      lane,
      bars.filter((bar) => bar.lane === lane),
      frame,
      top + index * rowHeight,
    ),
  );
  return { drawn, bottom: top + lanes.length * rowHeight };
}

function drawLane(lane: string, bars: readonly Bar[], frame: Frame, y: number): Html {
  const middle = y + rowHeight / 2;
  const drawn = bars.map((bar, index) => drawBar(bar, bars[index + 1], frame, y + (rowHeight - barHeight) / 2));
  return html`<text class="t-soft" x="${frame.left - 10}" y="${middle + 4}" text-anchor="end">${clipped(lane, 16)}</text><line class="grid" x1="${frame.left}" x2="${frame.right}" y1="${middle}" y2="${middle}"/>${drawn}`;
}

function drawBar(bar: Bar, next: Bar | undefined, { scale, right, numbers }: Frame, y: number): Html {
  const x = scale.x(bar.from);
  const wide = Math.max(2.5, scale.x(bar.to) - x - 1);
  const room = (next === undefined ? right : scale.x(next.from)) - x;
  const label = labelFor(bar, numbers.get(bar.step), wide, room);
  const words = `${bar.words}, after ${durationWords(bar.to - bar.from)}`;
  return html`<g><title>${clipped(words, 300)}</title><rect class="${bar.outcome}" x="${x}" y="${y}" width="${wide}" height="${barHeight}" rx="2.5"/>${label === null ? null : barText(label, bar, x, wide, y + 13)}</g>`;
}

interface Label {
  readonly text: string;
  readonly isInside: boolean;
}

/** The longest of the names that there is room for: in the bar, or beside it before the next one. */
function labelFor(bar: Bar, number: number | undefined, wide: number, room: number): Label | null {
  const short = bar.op.slice(bar.op.lastIndexOf('.') + 1);
  const texts = number === undefined ? [bar.op, short] : [`${number} ${bar.op}`, `${number} ${short}`, String(number)];
  for (const text of texts.map((each) => clipped(each, 60))) {
    if (textWidth(text) + 8 <= wide) return { text, isInside: true };
    if (number !== undefined && wide + textWidth(text) + 10 <= room) return { text, isInside: false };
  }
  return null;
}

function barText({ text, isInside }: Label, { outcome }: Bar, x: number, wide: number, y: number): Html {
  if (isInside) return html`<text class="t-bar on-${outcome}" x="${x + 5}" y="${y}">${text}</text>`;
  return html`<text class="t-soft t-beside" x="${x + wide + 4}" y="${y}">${text}</text>`;
}
