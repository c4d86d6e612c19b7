import { clipped } from '../../story/plain-text.js';
import { durationWords } from '../../story/time-words.js';
import { type Html, html } from '../html.js';
import type { Frame, Rows } from './frame.js';
import type { NodeLine, Scene } from './scene.js';

const rowHeight = 20;

/** A row for each node: whether it was up, and what it said of itself. */
export function drawNodes({ nodes }: Scene, frame: Frame, top: number): Rows {
  return { drawn: nodes.map((line, index) => drawNode(line, frame, top + index * rowHeight)), bottom: top + nodes.length * rowHeight };
}

function drawNode({ node, spans, marks }: NodeLine, { scale, left }: Frame, y: number): Html {
  const middle = y + rowHeight / 2;
  const drawn = spans.map(({ what, from, to }) => {
    const [x1, x2] = [scale.x(from), scale.x(to)];
    const title = html`<title>${clipped(`${node} ${what} for ${durationWords(to - from)}`, 120)}</title>`;
    if (what === 'paused')
      return html`<g>${title}<rect class="paused" x="${x1}" y="${middle - 4}" width="${Math.max(2, x2 - x1)}" height="8" rx="2"/></g>`;
    const cross = what === 'down' ? html`<path class="cross" d="M${x1 - 4} ${middle - 4}l8 8m0-8l-8 8"/>` : html``;
    return html`<g>${title}<line class="${what}" x1="${x1}" x2="${x2}" y1="${middle}" y2="${middle}"/>${cross}</g>`;
  });
  const dots = marks.map(
    ({ at, words }) => html`<circle class="mark" cx="${scale.x(at)}" cy="${middle}" r="3.5"><title>${clipped(words, 200)}</title></circle>`,
  );
  return html`<text class="t-soft" x="${left - 10}" y="${middle + 4}" text-anchor="end">${clipped(node, 16)}</text>${drawn}${dots}`;
}
