import { asObject, type Json, type JsonObject } from '../../src/world/index.js';

/**
 * Whether `kept` holds nothing but what `sent` said. A reader may leave out what it does not know, what is empty, and the case of names; it may write a number
 * as a text; it may not add, change or repeat anything.
 */
export function isSaid(kept: Json, sent: Json): boolean {
  if (isEmpty(kept)) return true;
  if (Array.isArray(kept)) return Array.isArray(sent) && areSaid(kept as readonly Json[], sent as readonly Json[]);
  const object = asObject(kept);
  if (object === null) return asObject(sent) === null && !Array.isArray(sent) && String(kept) === String(sent);
  const said = asObject(sent);
  return (
    said !== null &&
    Object.entries(object).every(([name, value]) => isEmpty(value) || fieldsOf(said, name).some((each) => isSaid(value, each)))
  );
}

function areSaid(kept: readonly Json[], sent: readonly Json[]): boolean {
  return kept.length === sent.length && kept.every((item, index) => isSaid(item, sent[index] ?? null));
}

/** The fields of that name, whatever its case. */
function fieldsOf(object: JsonObject, name: string): readonly Json[] {
  const exact = object[name];
  if (exact !== undefined && Object.hasOwn(object, name)) return [exact];
  const wanted = name.toLowerCase();
  return Object.entries(object).flatMap(([each, value]) => (each.toLowerCase() === wanted ? [value] : []));
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  const object = asObject(value);
  return object !== null && Object.values(object).every(isEmpty);
}
