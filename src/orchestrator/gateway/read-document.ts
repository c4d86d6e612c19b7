import { type BodyShape, metadataLengths } from '../../../spec/emco/index.js';
import type { Json, JsonObject } from '../../world/index.js';
import { complain, type Findings, fieldsOf, findings } from './findings.js';
import { readField, readName, readText } from './read-field.js';
import type { Refused } from './refused.js';

/** A document as it is kept: known fields under their own names and in the table's order, so that equal meanings are equal texts. */
export interface Read {
  readonly document: JsonObject;
  /** Paths of fields that were left out. */
  readonly unknown: readonly string[];
}

/** Checks a body against its shape; `minds`: what breaks a rule is refused. */
export function readDocument(shape: BodyShape, body: JsonObject, minds = true): Read | Refused {
  const found = findings();
  const document = shape.form === 'label' ? readLabel(body, found) : readParts(shape, body, found);
  return (minds ? found.refused : null) ?? { document, unknown: found.unknown };
}

function readLabel(body: JsonObject, found: Findings): JsonObject {
  const name = fieldsOf(body, '', ['clusterLabel'], found)?.get('clusterLabel');
  if (name === undefined) complain(found, 'clusterLabel', 'the field is required');
  else readName(name, 'clusterLabel', found);
  return { clusterLabel: name ?? null };
}

function readParts(shape: BodyShape, body: JsonObject, found: Findings): JsonObject {
  const hasSpec = shape.wholeSpec !== null || Object.keys(shape.spec).length > 0;
  const parts = fieldsOf(body, '', hasSpec ? ['metadata', 'spec'] : ['metadata'], found);
  const metadata = readMetadata(parts?.get('metadata'), shape.form === 'metadata', found);
  const spec = hasSpec ? { spec: readSpec(shape, parts?.get('spec'), found) } : {};
  return { ...(metadata === null ? {} : { metadata }), ...spec };
}

function readMetadata(given: Json | undefined, isNamed: boolean, found: Findings): JsonObject | null {
  if (given === undefined) {
    if (isNamed) complain(found, 'metadata', 'the field is required');
    return null;
  }
  const fields = fieldsOf(given, 'metadata', ['name', ...Object.keys(metadataLengths)], found) ?? new Map<string, Json>();
  const kept: [string, Json][] = [];
  const name = fields.get('name');
  if (name !== undefined) kept.push(['name', readName(name, 'metadata.name', found)]);
  else if (isNamed) complain(found, 'metadata.name', 'the field is required');
  for (const [field, lengthMax] of Object.entries(metadataLengths)) {
    const text = fields.get(field);
    if (text !== undefined && text !== '') kept.push([field, readText(text, `metadata.${field}`, found, lengthMax)]);
  }
  return Object.fromEntries(kept);
}

function readSpec(shape: BodyShape, given: Json | undefined, found: Findings): Json {
  if (shape.wholeSpec?.required === true && given === undefined) complain(found, 'spec', 'the field is required');
  if (shape.wholeSpec !== null) return readField(shape.wholeSpec, given ?? {}, 'spec', found) ?? {};
  const fields = fieldsOf(given ?? {}, 'spec', Object.keys(shape.spec), found);
  const kept: [string, Json][] = [];
  for (const [name, spec] of Object.entries(shape.spec)) {
    const item = fields?.get(name);
    const value = item === undefined ? undefined : readField(spec, item, `spec.${name}`, found);
    if (value !== undefined) kept.push([name, value]);
    else if (spec.required && fields !== null) complain(found, `spec.${name}`, 'the field is required');
  }
  return Object.fromEntries(kept);
}
