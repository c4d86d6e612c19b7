import { grouped } from '../story/count-words.js';
import { type Html, html } from './html.js';

/** A cell of a table with a count; nothing stands for zero. */
export function countCell(count: number): Html {
  return count === 0 ? html`<td class="n zero">·</td>` : html`<td class="n">${grouped(count)}</td>`;
}
