import type { JsonNode } from './json-node.js';

/** One key that a body may have, and where its value goes. */
export interface Field {
  readonly key: string;
  /** The Go type, which is also what error messages name. */
  readonly type: 'string' | 'bool' | 'int64' | 'float32' | 'object' | 'array';
  /** How error messages call the type, where Go has another name. */
  readonly goType?: string;
  set(value: string | boolean | number | JsonNode | readonly JsonNode[]): void;
}

/** The names that Go's messages give to a struct. */
export interface GoNames {
  /** In front of a field: `Proxy.` gives `Proxy.enabled`. */
  readonly prefix: string;
  /** The whole type: `toxiproxy.Proxy`. */
  readonly type: string;
}

const SAFE_INTEGER = /^-?[0-9]{1,15}$/;

/**
 * Hands the values of an object to the fields, keys matched without regard to case, unknown keys and nulls skipped.
 * As in Go, a wrong type leaves its field alone and the others are still read.
 *
 * @returns the message of the first wrong type, if any
 */
export function readFields(node: JsonNode, go: GoNames, fields: readonly Field[]): string | undefined {
  if (node.kind === 'null') return undefined;
  if (node.kind !== 'object') return `json: cannot unmarshal ${node.kind} into Go value of type ${go.type}`;
  let first: string | undefined;
  for (const [key, value] of node.entries) {
    const field = fields.find((known) => known.key.toLowerCase() === key.toLowerCase());
    if (field === undefined || value.kind === 'null') continue;
    const wrong = assign(field, value);
    if (wrong !== undefined)
      first ??= `json: cannot unmarshal ${wrong} into Go struct field ${go.prefix}${field.key} of type ${field.goType ?? field.type}`;
  }
  return first;
}

/** What was found instead, if the value does not fit. */
function assign(field: Field, node: JsonNode): string | undefined {
  if (node.kind === 'number') return assignNumber(field, node.text);
  if (node.kind === field.type) {
    if (node.kind === 'object') field.set(node);
    else field.set(node.kind === 'array' ? node.items : node.value);
    return undefined;
  }
  return node.kind;
}

function assignNumber(field: Field, text: string): string | undefined {
  const fits = field.type === 'float32' || (field.type === 'int64' && SAFE_INTEGER.test(text));
  if (fits) field.set(Number(text));
  if (fits) return undefined;
  return field.type === 'int64' ? `number ${text}` : 'number';
}
