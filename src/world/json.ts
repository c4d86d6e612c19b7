import { bytesOf, textOf } from './bytes.js';

/** Any value that JSON can carry. Values that cross a folder border are immutable. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/** The object itself when `value` is a JSON object (not an array, not null), else null. */
export function asObject(value: Json | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The parsed value, or undefined when `text` is not JSON. V8's message is dropped: it must not reach a state or a hash. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const written = new WeakMap<object, Uint8Array>();
const read = new WeakMap<Uint8Array, Json>();

const texts = new WeakMap<object, string>();

/** Like `JSON.stringify`; of what stands in a list in an object, the text is kept. */
function textOfJson(value: object): string {
  if (Array.isArray(value) || !Object.values(value).some(isList)) return JSON.stringify(value);
  const members = Object.entries(value as JsonObject).map(([name, member]) => {
    if (isList(member)) return `${JSON.stringify(name)}:[${member.map(keptText).join(',')}]`;
    return member === undefined ? '' : `${JSON.stringify(name)}:${JSON.stringify(member)}`;
  });
  return `{${members.filter((member) => member !== '').join(',')}}`;
}

const isList = (value: Json | undefined): value is readonly JsonObject[] =>
  Array.isArray(value) && value.length > 0 && value.every((item: Json) => asObject(item) !== null);

function keptText(item: object): string {
  const known = texts.get(item);
  if (known !== undefined) return known;
  const text = JSON.stringify(item);
  texts.set(item, text);
  return text;
}

/** `value` as JSON text in UTF-8. The same object gives the same bytes, which are written once: neither is ever edited. */
export function bytesOfJson(value: Json): Uint8Array {
  if (typeof value !== 'object' || value === null) return bytesOf(JSON.stringify(value));
  const known = written.get(value);
  if (known !== undefined) return known;
  const bytes = bytesOf(textOfJson(value));
  written.set(value, bytes);
  read.set(bytes, value);
  return bytes;
}

/** What `bytes` hold as JSON text, undefined where that is none. Of bytes from `bytesOfJson`, in the same process, it is the very value. */
export function jsonOfBytes(bytes: Uint8Array): Json | undefined {
  return read.get(bytes) ?? parseJson(textOf(bytes));
}
