/** A JSON Schema of draft 2020-12, or a part of an OpenAPI document. Plain data. */
export type Schema = { readonly [key: string]: unknown };

export function ref(part: 'schemas' | 'parameters' | 'responses' | 'headers', name: string): Schema {
  return { $ref: `#/components/${part}/${name}` };
}

/** An object with these members; those that are in `required` must be there. Members that it does not know are ignored. */
export function objectOf(properties: Readonly<Record<string, Schema>>, required: readonly string[] = Object.keys(properties)): Schema {
  return { type: 'object', ...(required.length === 0 ? {} : { required }), properties };
}

export function listOf(items: Schema, more: Schema = {}): Schema {
  return { type: 'array', ...more, items };
}

export function mapOf(additionalProperties: Schema, more: Schema = {}): Schema {
  return { type: 'object', ...more, additionalProperties };
}

/** One of these words. */
export function wordOf(...words: readonly string[]): Schema {
  return { type: 'string', enum: words };
}

export const text: Schema = { type: 'string' };
export const whole: Schema = { type: 'integer' };
export const flag: Schema = { type: 'boolean' };
