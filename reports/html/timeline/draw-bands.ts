import { clipped } from '../../story/plain-text.js';
import { durationWords } from '../../story/time-words.js';
import { type Html, html } from '../html.js';
import { type Frame, textWidth } from './frame.js';
import type { Band, Scene } from './scene.js';

const rowHeight = 30;

/** Faults: a labelled bar each, packed into as few rows as do not overlap, and a wash behind everything that they lasted over. */
export interface Bands {
  readonly front: readonly Html[];
  behind(floor: number): readonly Html[];
  readonly bottom: number;
}

interface Placed {
  readonly band: Band;
  readonly x: number;
  readonly wide: number;
  readonly label: string;
  readonly anchor: 'start' | 'end';
  readonly row: number;
}

export function drawBands({ bands }: Scene, frame: Frame, top: number): Bands {
  const placed = pack(bands, frame);
  const rows = placed.reduce((most, { row }) => Math.max(most, row + 1), 0);
  const y = (row: number): number => top + row * rowHeight;
  return {
    front: [
      ...(rows === 0 ? [] : [html`<text class="t-soft" x="${frame.left - 10}" y="${top + 22}" text-anchor="end">faults</text>`]),
      ...placed.map((each) => bar(each, frame, y(each.row))),
    ],
    behind: (floor) =>
      placed.map(
        ({ x, wide, row }) => html`<rect class="band" x="${x}" y="${y(row) + 15}" width="${wide}" height="${floor - y(row) - 15}"/>`,
      ),
    bottom: y(rows),
  };
}

function pack(bands: readonly Band[], { scale, left, right, numbers }: Frame): readonly Placed[] {
  const ends: number[] = [];
  return bands.map((band) => {
    const x = scale.x(band.from);
    const wide = Math.max(3, scale.x(band.to) - x);
    const number = numbers.get(band.step);
    const label = clipped(`${number === undefined ? '' : `${number} `}${band.fault} ${band.place}`, 60);
    const anchor = x + textWidth(label) > right ? 'end' : 'start';
    const from = anchor === 'start' ? x : Math.max(left, Math.min(x, right - textWidth(label)));
    const fits = ends.findIndex((end) => end + 8 <= from);
    const row = fits === -1 ? ends.length : fits;
    ends[row] = anchor === 'start' ? Math.max(x + wide, x + textWidth(label)) : right;
    return { band, x, wide, label, anchor, row };
  });
}

function bar({ band, x, wide, label, anchor }: Placed, { scale, right }: Frame, y: number): Html {
  const bites = band.bites
    .filter((at) => at < band.to)
    .map((at) => html`<line class="bite" x1="${scale.x(at)}" x2="${scale.x(at)}" y1="${y + 15}" y2="${y + 23}"/>`);
  const words = `${band.fault} on ${band.place} for ${durationWords(band.to - band.from)}: ${band.hits === 0 ? 'hit nothing' : `hit ${band.hits}`}`;
  return html`<g><title>${clipped(words, 300)}</title><text class="t-band" x="${anchor === 'start' ? x : right}" y="${y + 11}" text-anchor="${anchor}">${label}</text><rect class="band-bar" x="${x}" y="${y + 15}" width="${wide}" height="8" rx="2"/>${bites}</g>`;
}
