import { parseAllDocuments, type Scalar, visit } from 'yaml';
import type { Json, JsonObject } from '../../world/index.js';

/** The documents of a YAML text, or why there are none. */
export type Read = { readonly documents: readonly Json[] } | { readonly reason: 'YAML_MALFORMED' | 'TOO_DEEP' };

/** Deeper nesting is refused before it is parsed: how deep a parser gets depends on the stack, and managers must agree. */
const depthMax = 64;
const columnMax = 200;

/**
 * Reads a YAML text. An unquoted text with one of `marks` in it gets `prefix` before it, so that it can be told from a quoted one later.
 * Cost: linear, but slow (about 10 µs a line).
 */
export function readYaml(text: string, marks: RegExp, prefix: string): Read {
  if (isTooDeep(text)) return { reason: 'TOO_DEEP' };
  try {
    const documents = parseAllDocuments(text, { prettyErrors: false, logLevel: 'silent', stringKeys: true });
    if (!Array.isArray(documents)) return { documents: [] };
    if (documents.some((document) => document.errors.length > 0)) return { reason: 'YAML_MALFORMED' };
    for (const document of documents) visit(document, { Scalar: (_key, node) => mark(node, marks, prefix) });
    return { documents: documents.map((document) => asJson(document.toJS({ maxAliasCount: 100 }))) };
  } catch {
    return { reason: 'YAML_MALFORMED' };
  }
}

function mark(node: Scalar, marks: RegExp, prefix: string): void {
  if (node.type === 'PLAIN' && typeof node.value === 'string' && marks.test(node.value)) node.value = prefix + node.value;
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth++;
    else if ((character === ']' || character === '}') && depth > 0) depth--;
    if (depth > depthMax) return true;
  }
  return text.split('\n').some((line) => line.search(/[^ ]|$/) > columnMax || (line.match(/[-?:](?=\s)/g)?.length ?? 0) > columnMax);
}

/** @throws RangeError for what JSON cannot carry */
function asJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== 'object') throw new RangeError('not JSON');
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, asJson(field)])) as JsonObject;
}
