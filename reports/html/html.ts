import { plainText } from '../story/plain-text.js';

/** Markup. Made by the `html` tag and by `trusted` alone, so text from a run cannot become markup by accident. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | null | readonly Html[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text made harmless between tags and inside quoted attributes. */
export function escaped(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** A template whose texts and numbers are escaped and whose markup is kept; null is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.map((string, index) => string + shown(parts[index] ?? null)).join('') };
}

/** Markup written in this folder, never a text of a run. */
export function trusted(markup: string): Html {
  return { markup };
}

function shown(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return Number.isInteger(part) ? String(part) : part.toFixed(1);
  return 'markup' in part ? part.markup : part.map((each) => each.markup).join('');
}
