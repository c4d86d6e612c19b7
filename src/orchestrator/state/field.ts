import { asObject, type Json, type JsonObject } from '../../world/index.js';

const nothing: JsonObject = {};

/** The `spec` of a body; empty where there is none. */
export function specOf(body: Json): JsonObject {
  return asObject(asObject(body)?.['spec']) ?? nothing;
}

/** The field when it is a text that is not empty, else null. */
export function textField(object: JsonObject, field: string): string | null {
  const value = object[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The objects in a list field. */
export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).map((item) => asObject(item)).filter((item) => item !== null) : [];
}
