import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { type Answer, answerRefusal } from './answer.js';
import type { Stored } from './cluster-state.js';
import { bodyRefusal } from './create.js';
import { hasGeneration, withDefaults } from './defaults.js';
import { equalJson } from './json-patch.js';
import { badRequest, conflict, invalid, type Refusal } from './refusal.js';
import type { Target } from './route.js';
import { finalizersOf, metadataOf, withMetadata } from './stored.js';
import { remove, type Turn, write } from './turn.js';
import { validateMetadata } from './validate-metadata.js';
import { validateSpec } from './validate-spec.js';
import type { Own } from './writer.js';

/** Fields of metadata that only the server writes. */
const serverFields = [
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'namespace',
  'name',
  'resourceVersion',
  'managedFields',
] as const;

/** Puts `wanted` in the place of `stored`; an object that only waited for its finalizers goes when the last one does. */
export function replaceObject(turn: Turn, target: Target, stored: Stored, wanted: JsonObject, own: Own): Answer {
  const refused = bodyRefusal(target, wanted) ?? identityRefusal(stored, wanted);
  if (refused !== null) return answerRefusal(refused);
  const before = resetsManagers(wanted) ? withoutManagers(stored.object) : stored.object;
  const next = own(
    before,
    target.part === 'status' ? { ...before, status: asObject(wanted['status']) ?? {} } : merged(stored, before, wanted),
  );
  const bad = validateMetadata(target.type, next) ?? validateSpec(next) ?? immutableRefusal(stored, next);
  if (bad !== null) return answerRefusal(bad);
  if (equalJson(next, stored.object)) return { status: 200, body: stored.text };
  const written = write(turn, target.type, counted(stored, next));
  if (written.deleting && finalizersOf(next).length === 0 && target.type.kind !== 'Namespace') remove(turn, written);
  return { status: 200, body: written.text };
}

/** Whether the body names this very object at this very version, as far as it says. */
function identityRefusal(stored: Stored, wanted: JsonObject): Refusal | null {
  const { name, uid, resourceVersion } = metadataOf(wanted);
  if (name !== stored.name) return badRequest('the name of the object does not match the name on the URL');
  const at = `Operation cannot be fulfilled on ${stored.type.plural} "${stored.name}"`;
  if (uid !== undefined && uid !== '' && uid !== stored.uid)
    return conflict(`${at}: Precondition failed: UID in precondition: ${String(uid)}, UID in object meta: ${stored.uid}`);
  if (resourceVersion === undefined || resourceVersion === '') return null;
  return resourceVersion === String(stored.revision)
    ? null
    : conflict(`${at}: the object has been modified; please apply your changes to the latest version and try again`);
}

/** A list of one empty entry says that nobody shall be tracked any more. */
function resetsManagers(wanted: JsonObject): boolean {
  const { managedFields } = metadataOf(wanted);
  return Array.isArray(managedFields) && managedFields.length === 1 && equalJson(managedFields[0] as Json, {});
}

function withoutManagers(object: JsonObject): JsonObject {
  const { managedFields: _managed, ...metadata } = metadataOf(object);
  return { ...object, metadata };
}

function merged(stored: Stored, before: JsonObject, wanted: JsonObject): JsonObject {
  const kept = metadataOf(before);
  const fields: Record<string, JsonObject[string]> = { ...metadataOf(wanted) };
  for (const field of serverFields) {
    const value = kept[field];
    if (value === undefined) delete fields[field];
    else fields[field] = value;
  }
  const { status: _status, ...rest } = wanted;
  const status = stored.object['status'];
  return withDefaults({ ...withAddress(stored, rest), metadata: fields, ...(status === undefined ? {} : { status }) }, stored.revision);
}

/** A Service keeps its address when the update does not name one. */
function withAddress(stored: Stored, wanted: JsonObject): JsonObject {
  const address = asObject(stored.object['spec'])?.['clusterIP'];
  const spec = asObject(wanted['spec']);
  if (stored.type.kind !== 'Service' || address === undefined || spec === null || (spec['clusterIP'] ?? '') !== '') return wanted;
  return { ...wanted, spec: { ...spec, clusterIP: address } };
}

function counted(stored: Stored, next: JsonObject): JsonObject {
  if (!hasGeneration(next) || equalJson(next['spec'], stored.object['spec'])) return next;
  return withMetadata(next, { generation: Number(metadataOf(stored.object)['generation']) + 1 });
}

function immutableRefusal(stored: Stored, next: JsonObject): Refusal | null {
  const changed = (field: string): boolean => !equalJson(asObject(stored.object['spec'])?.[field], asObject(next['spec'])?.[field]);
  const fixed = { Deployment: ['selector'], Job: ['selector', 'template', 'completions'], Service: ['clusterIP'] }[stored.type.kind];
  const field = fixed?.find(changed);
  if (field !== undefined)
    return invalid(`${stored.type.kind} "${stored.name}" is invalid: spec.${field}: Invalid value: field is immutable`);
  if (stored.object['immutable'] === true && !equalJson(stored.object['data'], next['data']))
    return invalid(`${stored.type.kind} "${stored.name}" is invalid: data: Forbidden: field is immutable when \`immutable\` is set`);
  const added = finalizersOf(next).some((each) => !finalizersOf(stored.object).includes(each));
  return stored.deleting && added
    ? invalid(
        `${stored.type.kind} "${stored.name}" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted`,
      )
    : null;
}
