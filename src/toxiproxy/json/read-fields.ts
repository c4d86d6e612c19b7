import type { JsonNode } from './json-node.js';

/** One key that a body may have, and where its value goes. */
export interface Field {
  readonly key: string;
  /** The Go type, which is also what error messages name; `any` hands on the node. */
  readonly type: 'string' | 'bool' | 'int64' | 'float32' | 'object' | 'array' | 'any';
  /** How error messages call the type, where Go has another name. */
  readonly goType?: string;
  /** How error messages call the key, where Go has it in an inner struct. */
  readonly goKey?: string;
  set(value: string | boolean | number | JsonNode | readonly JsonNode[]): void;
}

/** The names that Go's messages give to a struct. */
export interface GoNames {
  /** In front of a field: `Proxy.` gives `Proxy.enabled`. */
  readonly prefix: string;
  /** The whole type: `toxiproxy.Proxy`. */
  readonly type: string;
}

const INTEGER = /^-?[0-9]+$/;
const FLOAT32_DIGITS_MAX = 9;

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
      first ??= `json: cannot unmarshal ${wrong} into Go struct field ${go.prefix}${field.goKey ?? field.key} of type ${field.goType ?? field.type}`;
  }
  return first;
}

/** What was found instead, if the value does not fit. */
function assign(field: Field, node: JsonNode): string | undefined {
  if (field.type === 'any') {
    field.set(node);
    return undefined;
  }
  if (node.kind === 'number') return assignNumber(field, node.text);
  if (node.kind === field.type) {
    if (node.kind === 'object') field.set(node);
    else field.set(node.kind === 'array' ? node.items : node.value);
    return undefined;
  }
  return node.kind;
}

function assignNumber(field: Field, text: string): string | undefined {
  if (field.type !== 'float32' && field.type !== 'int64') return 'number';
  // Adding zero makes -0 a 0. Whole numbers that a double cannot hold are refused, which Go's int64 could hold.
  const value = field.type === 'float32' ? toFloat32(Number(text)) : Number(text) + 0;
  const fits = field.type === 'float32' ? Number.isFinite(value) : INTEGER.test(text) && Number.isSafeInteger(value);
  if (!fits) return `number ${text}`;
  field.set(value);
  return undefined;
}

/** What a float32 keeps of a number, written as short as it can be (0.2 stays 0.2, 0.123456789 becomes 0.12345679). */
function toFloat32(value: number): number {
  const kept = Math.fround(value) + 0;
  for (let digits = 1; digits < FLOAT32_DIGITS_MAX; digits += 1) {
    const short = Number(kept.toPrecision(digits));
    if (Math.fround(short) === kept) return short;
  }
  return Number(kept.toPrecision(FLOAT32_DIGITS_MAX));
}
