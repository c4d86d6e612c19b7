import { asObject, isUtf8Text, type Json, type JsonObject, parseJson, type Request, textOf } from '../../world/index.js';
import { readYaml } from '../package/read-yaml.js';
import { admit, type MutatingVerb } from './admission.js';
import { type Answer, answerRefusal } from './answer.js';
import { applyObject } from './apply.js';
import { cloneCluster, objectKey } from './cluster-state.js';
import { createObject } from './create.js';
import { definitionType } from './definitions.js';
import { isDeeperThan, LEVELS_MAX } from './depth.js';
import { deleteObject } from './delete.js';
import { patchObject } from './patch.js';
import { notFound } from './read.js';
import { badRequest, invalid, isRefusal, methodNotAllowed, type Refusal, refusal } from './refusal.js';
import { type Route, type Target, targetOf } from './route.js';
import { changeScale } from './change-scale.js';
import { metadataOf } from './stored.js';
import { newTurn, type Turn } from './turn.js';
import { replaceObject } from './update.js';
import { ownAs, type Writer, writerOf } from './writer.js';

interface Change {
  readonly target: Target;
  readonly verb: MutatingVerb;
  readonly contentType: string;
  readonly body: Json;
  readonly query: URLSearchParams;
  readonly writer: Writer;
}

const applyTypes: ReadonlySet<string> = new Set(['application/apply-patch+yaml', 'application/apply-patch+json']);
const neverMarked = /(?!)/;

/** Carries out a request that changes something; a dry run changes a copy. */
export function mutate(turn: Turn, request: Request, { path, query }: Route): Answer {
  const target = targetOf(path);
  if (isRefusal(target)) return answerRefusal(target);
  const verb = verbOf(request.method, target);
  if (verb === null) return answerRefusal(methodNotAllowed);
  const writer = writerOf(request, query);
  if (isRefusal(writer)) return answerRefusal(writer);
  const contentType = contentTypeOf(request);
  const body = bodyOf(turn, request, verb, contentType);
  if (isRefusal(body)) return answerRefusal(body);
  const dry = dryRunOf(query, verb === 'delete' ? asObject(body.value)?.['dryRun'] : undefined);
  if (typeof dry === 'object') return answerRefusal(dry);
  const change: Change = { target, verb, contentType, body: verb === 'delete' ? withPolicy(body.value, query) : body.value, query, writer };
  return carryOut(dry ? newTurn(cloneCluster(turn.state), turn.env) : turn, change);
}

function dryRunOf(query: URLSearchParams, inBody: Json | undefined): boolean | Refusal {
  const asked: readonly Json[] = [...query.getAll('dryRun'), ...(Array.isArray(inBody) ? (inBody as readonly Json[]) : [])];
  if (asked.some((each) => each !== 'All')) return invalid('dryRun: Unsupported value: supported values: "All"');
  return asked.length > 0;
}

function carryOut(turn: Turn, change: Change): Answer {
  const { target, verb, contentType, writer } = change;
  const body = asObject(change.body);
  const own = ownAs(turn, target, writer);
  if (verb === 'create') return body === null ? answerRefusal(badRequest('the body is an object')) : createObject(turn, target, body, own);
  const stored = turn.state.objects.get(objectKey(target.type, target.namespace, target.name));
  const applies = verb === 'patch' && applyTypes.has(contentType);
  if (stored === undefined && !applies) return answerRefusal(absent(target, verb, body));
  const refused = stored === undefined ? null : admit(turn, verb, target.type, target.name);
  if (refused !== null) return answerRefusal(refused);
  if (target.part === 'scale' && stored !== undefined)
    return changeScale(turn, target, stored, { verb, contentType, body: change.body }, own);
  if (verb === 'patch' && !applies && stored !== undefined) return patchObject(turn, target, stored, contentType, change.body, own);
  if (body === null) return answerRefusal(badRequest('the body is an object'));
  if (applies || stored === undefined) return applyObject(turn, target, body, writer, change.query.get('force') === 'true');
  return verb === 'delete' ? deleteObject(turn, stored, body) : replaceObject(turn, target, stored, body, own);
}

/** A body for another name is refused before it is looked whether there is anything. */
function absent({ type, name }: Target, verb: MutatingVerb, body: JsonObject | null): Refusal {
  if (verb !== 'update' || body === null || metadataOf(body)['name'] === name) return notFound(type, name);
  return badRequest('the name of the object does not match the name on the URL');
}

function verbOf(method: string, { type, namespace, name, part }: Target): MutatingVerb | null {
  if (type === definitionType) return null;
  if (method === 'POST') return name === '' && (!type.namespaced || namespace !== '') ? 'create' : null;
  if (name === '') return null;
  if (method === 'PUT') return 'update';
  if (method === 'PATCH') return 'patch';
  return method === 'DELETE' && part === 'whole' ? 'delete' : null;
}

function bodyOf({ state }: Turn, { body }: Request, verb: MutatingVerb, type: string): { readonly value: Json } | Refusal {
  if (body === null || body.length === 0) return verb === 'delete' ? { value: {} } : badRequest('the body is missing');
  if (body.length > state.bodyBytesMax) return refusal(413, 'RequestEntityTooLarge', `limit is ${state.bodyBytesMax} bytes`);
  if (verb !== 'patch' && type !== 'application/json' && type !== '*/*')
    return refusal(415, 'UnsupportedMediaType', `the body is application/json, not ${type}`);
  const text = isUtf8Text(body) ? textOf(body) : null;
  const value = text === null ? undefined : parseJson(text);
  if (value !== undefined) return isDeeperThan(value, LEVELS_MAX) ? badRequest(`the body has more than ${LEVELS_MAX} levels`) : { value };
  return text === null || type !== 'application/apply-patch+yaml' ? badRequest('the body is not JSON') : yamlBody(text);
}

function yamlBody(text: string): { readonly value: Json } | Refusal {
  const read = readYaml(text, neverMarked, '');
  const [document, ...more] = 'documents' in read ? read.documents : [];
  return document === undefined || more.length > 0 ? badRequest('the body is not one YAML document') : { value: document };
}

function contentTypeOf({ headers }: Request): string {
  return (headers['content-type'] ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';
}

function withPolicy(options: Json, query: URLSearchParams): Json {
  const policy = query.get('propagationPolicy');
  return policy === null ? options : { ...asObject(options), propagationPolicy: policy };
}
