import type { Json } from '../../src/world/index.js';

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '#{': '}' };
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
const depthMax = 100;
/** Commas are blanks; `;` begins a remark, `#_` hides the next form, `^` carries metadata; any other `#name` is a tag. */
const token = /[\s,]+|;[^\n]*|"(?:[^"\\]|\\[\s\S])*"|#\{|#_|[()[\]{}]|\\(?:\w+|.)|#?[^\s,;"()[\]{}]+/gy;

/**
 * The forms of an EDN text, as JSON: keywords and symbols as texts without their colon, maps with texts for keys, lists, vectors and sets as arrays; tags are left
 * out. Numbers lose what JSON cannot hold.
 * @throws RangeError that says where the text is no EDN
 */
export function readEdn(text: string): readonly Json[] {
  const tokens = tokensOf(text);
  const forms: Json[] = [];
  const next = (depth: number): Json => {
    const one = tokens.shift();
    if (one === undefined) throw new RangeError('the text ends within a form');
    if (depth > depthMax) throw new RangeError(`more than ${depthMax} forms within each other`);
    const close = closing[one.text];
    if (close !== undefined) return collection(one.text, until(close, depth));
    if (one.text.startsWith('#')) return next(depth);
    return atom(one);
  };
  const until = (close: string, depth: number): readonly Json[] => {
    const inner: Json[] = [];
    for (;;) {
      skipHidden(tokens, () => next(depth + 1));
      if (tokens[0]?.text === close) break;
      inner.push(next(depth + 1));
    }
    tokens.shift();
    return inner;
  };
  for (skipHidden(tokens, () => next(0)); tokens.length > 0; skipHidden(tokens, () => next(0))) forms.push(next(0));
  return forms;
}

interface Token {
  readonly text: string;
  readonly line: number;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let end = 0;
  for (const { 0: found, index } of text.matchAll(token)) {
    if (!/^[\s,;]/.test(found)) tokens.push({ text: found, line });
    line += found.split('\n').length - 1;
    end = index + found.length;
  }
  if (end < text.length) throw new RangeError(`line ${line}: this is no EDN`);
  return tokens;
}

function skipHidden(tokens: Token[], skip: () => Json): void {
  while (tokens[0]?.text === '#_') {
    tokens.shift();
    skip();
  }
}

function collection(open: string, inner: readonly Json[]): Json {
  if (open !== '{') return inner;
  if (inner.length % 2 === 1) throw new RangeError('a map has a key without a value');
  const entries: [string, Json][] = [];
  for (let index = 0; index < inner.length; index += 2) entries.push([keyOf(inner[index] ?? null), inner[index + 1] ?? null]);
  return Object.fromEntries(entries);
}

function keyOf(key: Json): string {
  return typeof key === 'string' ? key : JSON.stringify(key);
}

function atom({ text, line }: Token): Json {
  if (text === 'nil') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (text.startsWith('"')) return text.slice(1, -1).replace(/\\(.)/gs, (_, escaped: string) => escapes[escaped] ?? escaped);
  if (/^[+-]?\d/.test(text)) return numberOf(text, line);
  if (/^[)\]}]$/.test(text)) throw new RangeError(`line ${line}: ${text} closes nothing`);
  return text.replace(/^[:\\]/, '');
}

/** Clojure writes 5N, 1.5M and 1/2, too. */
function numberOf(text: string, line: number): number {
  const [above = '', below] = text.replace(/[NM]$/, '').split('/');
  const number = Number(above) / Number(below ?? 1);
  if (!Number.isFinite(number)) throw new RangeError(`line ${line}: ${text} is no number`);
  return number;
}
