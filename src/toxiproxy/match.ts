import { ApiError } from './api-error.js';
import type { RequestHead } from './http/head.js';
import type { JsonNode } from './json/json-node.js';

/** Which HTTP exchanges a toxic works on. What is not said does not matter. */
export interface Match {
  readonly method?: string;
  /** The path, with its query or without; one that ends in `*` is a beginning. */
  readonly path?: string;
  /** Values of fields, which may be beginnings, too. */
  readonly header?: Readonly<Record<string, string>>;
  /** The first of those that fit to be worked on, counted from 1 over all connections since the toxic was created. */
  readonly nth?: number;
  /** How many are worked on at most, from that one on; 0: all. Not said beside `nth`: one. */
  readonly times?: number;
}

const METHOD = /^[A-Z][A-Z_-]{0,31}$/;
const PATH = /^(?:\/\S*|\*)$/;
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[^\r\n]*$/;
const COUNT = /^[0-9]{1,15}$/;
const ORIGIN = /^[a-z]+:\/\/[^/?]*/i;
const SHAPES = {
  method: 'a method in capital letters',
  path: 'text that begins with / or is *',
  header: 'an object of text by name',
  nth: 'a whole number, 0 or more',
  times: 'a whole number, 0 or more',
} as const;

/** Reads the field `match` of a toxic; null means that there is none. @throws ApiError 400 for all that is not as it should be, unknown keys included */
export function readMatch(node: JsonNode): Match | undefined {
  if (node.kind === 'null') return undefined;
  if (node.kind !== 'object') throw new ApiError(400, 'match was invalid, can be an object');
  const read: Record<string, unknown> = {};
  for (const [key, value] of node.entries) {
    if (!isKey(key)) throw new ApiError(400, `match was invalid, can have ${Object.keys(SHAPES).join(', ')}`);
    const meaning = value.kind === 'null' ? undefined : READERS[key](value);
    if (meaning === undefined) throw new ApiError(400, `match.${key} was invalid, can be ${SHAPES[key]}`);
    read[key] = meaning;
  }
  return read;
}

/** Whether a request fits, however many did before. */
export function fits({ method, path, header = {} }: Match, { method: asked, target, fields }: RequestHead): boolean {
  if (method !== undefined && method !== asked) return false;
  if (path !== undefined && !fitsPath(path, target.replace(ORIGIN, ''))) return false;
  return Object.entries(header).every(([name, value]) => {
    const key = name.toLowerCase();
    return fields.some(([known, sent]) => known === key && fitsText(value, sent));
  });
}

/** Whether the so-manieth request that fits is to be worked on. */
export function isCounted({ nth = 0, times }: Match, count: number): boolean {
  const first = Math.max(1, nth);
  const most = times ?? (nth > 0 ? 1 : 0);
  return count >= first && (most === 0 || count < first + most);
}

type Key = keyof typeof SHAPES;

const READERS: Readonly<Record<Key, (node: JsonNode) => unknown>> = {
  method: (node) => textLike(node, METHOD),
  path: (node) => textLike(node, PATH),
  header: readHeader,
  nth: readCount,
  times: readCount,
};

function isKey(key: string): key is Key {
  return Object.hasOwn(SHAPES, key);
}

function textLike(node: JsonNode, shape: RegExp): string | undefined {
  return node.kind === 'string' && shape.test(node.value) ? node.value : undefined;
}

function readCount(node: JsonNode): number | undefined {
  return node.kind === 'number' && COUNT.test(node.text) ? Number(node.text) : undefined;
}

function readHeader(node: JsonNode): Readonly<Record<string, string>> | undefined {
  if (node.kind !== 'object') return undefined;
  const pairs = node.entries.map(([name, value]) => [name, textLike(value, VALUE)] as const);
  return pairs.every(([name, value]) => NAME.test(name) && value !== undefined)
    ? Object.fromEntries(pairs as [string, string][])
    : undefined;
}

function fitsPath(path: string, target: string): boolean {
  return fitsText(path, target) || fitsText(path, target.split('?')[0] ?? '');
}

function fitsText(wanted: string, text: string): boolean {
  return wanted.endsWith('*') ? text.startsWith(wanted.slice(0, -1)) : text === wanted;
}
