import { type Json, type JsonObject, finish, hashText } from '../../world/index.js';
import { admit } from './admission.js';
import { type Answer, answerRefusal } from './answer.js';
import { type ClusterState, objectKey } from './cluster-state.js';
import { hasGeneration, withDefaults } from './defaults.js';
import { namespaceRefusal } from './read.js';
import { badRequest, type Refusal, refusal } from './refusal.js';
import type { Target } from './route.js';
import { metadataOf, withMetadata } from './stored.js';
import { timestampOf } from './timestamp.js';
import { type Turn, write } from './turn.js';
import { validateMetadata } from './validate-metadata.js';
import { validateSpec } from './validate-spec.js';
import type { Own } from './writer.js';

/** Of an object that nobody tracks. */
const unowned: Own = (_before, after) => after;

/** Creates the object under a uid that was never used, or says why not. */
export function createObject(turn: Turn, target: Target, body: JsonObject, own: Own = unowned): Answer {
  const named = withName(turn, body);
  const refused = createRefusal(turn, target, named);
  if (refused !== null) return answerRefusal(refused);
  return { status: 201, body: write(turn, target.type, own(null, fresh(turn, target, named))).text };
}

function createRefusal(turn: Turn, target: Target, object: JsonObject): Refusal | null {
  const { state } = turn;
  const { type, namespace } = target;
  const name = String(metadataOf(object)['name'] ?? '');
  const bad =
    bodyRefusal(target, object) ??
    validateMetadata(type, object) ??
    namespaceRefusal(state, target, name) ??
    admit(turn, 'create', type, name) ??
    validateSpec(object);
  if (bad !== null) return bad;
  if (metadataOf(object)['resourceVersion'] !== undefined) return badRequest('resourceVersion should not be set on objects to be created');
  return state.objects.has(objectKey(type, namespace, name))
    ? refusal(409, 'AlreadyExists', `${type.plural} "${name}" already exists`)
    : null;
}

/** Whether kind, version and namespace of the body agree with the path. Null when they do. */
export function bodyRefusal({ type, namespace }: Target, object: JsonObject): Refusal | null {
  const { apiVersion, kind } = object;
  if (apiVersion !== type.apiVersion || kind !== type.kind) return badRequest(`the body is a ${type.apiVersion} ${type.kind}`);
  if (typeof object['metadata'] !== 'object' || object['metadata'] === null || Array.isArray(object['metadata']))
    return badRequest('metadata is an object');
  const own: Json = metadataOf(object)['namespace'] ?? '';
  return own === '' || own === namespace ? null : badRequest('the namespace of the object does not match the namespace on the request');
}

function withName(turn: Turn, object: JsonObject): JsonObject {
  const { name, generateName } = metadataOf(object);
  if ((name !== undefined && name !== '') || typeof generateName !== 'string' || generateName === '') return object;
  return withMetadata(object, {
    name: `${generateName}${turn.env
      .draw('generateName', 36 ** 5)
      .toString(36)
      .padStart(5, '0')}`,
  });
}

function fresh(turn: Turn, { type, namespace }: Target, object: JsonObject): JsonObject {
  const revision = turn.state.revision + 1;
  const { deletionTimestamp: _ignored, managedFields: _managed, ...metadata } = metadataOf(object);
  const complete = {
    ...metadata,
    ...(type.namespaced ? { namespace } : {}),
    uid: uidOf(turn.state, revision),
    creationTimestamp: timestampOf(turn.env.wall),
  };
  const { status: _status, ...rest } = object;
  const withStatus = object['kind'] === 'Deployment' || object['kind'] === 'Job' ? { ...rest, status: {} } : rest;
  return withDefaults({ ...withStatus, metadata: hasGeneration(object) ? { ...complete, generation: 1 } : complete }, revision);
}

/** Unique in a cluster since revisions are never reused within an incarnation: a revision is durable before anybody sees it. */
function uidOf({ id, incarnation }: ClusterState, revision: number): string {
  const prefix = finish(hashText(0, id)).toString(16).padStart(8, '0');
  return `${prefix}-${incarnation.toString(16).padStart(4, '0')}-4000-8000-${revision.toString(16).padStart(12, '0')}`;
}

export function ensureObject(turn: Turn, target: Target, body: JsonObject): void {
  if (!turn.state.objects.has(objectKey(target.type, target.namespace, target.name))) createObject(turn, target, body);
}
