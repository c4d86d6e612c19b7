import type { Json } from '../../world/index.js';

const words: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['', null],
  ['~', null],
  ['null', null],
  ['true', true],
  ['false', false],
]);

/** What YAML's core schema makes of an unquoted text: null, a boolean, a number or the text itself. A text in double quotes loses them. */
export function plainScalar(text: string): Json {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (/^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(text)) return finite(Number(text), text);
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

function finite(number: number, text: string): Json {
  return Number.isFinite(number) ? number : text;
}
