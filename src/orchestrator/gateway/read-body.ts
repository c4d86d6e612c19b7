import { kindNamed, type RestOperation } from '../../../spec/emco/index.js';
import { asObject, type Json, type JsonObject, type Request } from '../../world/index.js';
import { backupBytesMax } from '../wire/backup.js';
import type { Limits } from '../wire/config.js';
import type { GatewayRules } from './gateway-rules.js';
import { boundaryOf, readForm } from './multipart.js';
import { readDocument } from './read-document.js';
import { readJson } from './read-json.js';
import { readKubeconfig } from './read-kubeconfig.js';
import { readPackage } from './read-package.js';
import { isRefused, type Refused, refuse } from './refused.js';

/** What a request brings. `document` is null for calls that take none. */
export interface Body {
  readonly document: JsonObject | null;
  readonly payload: Json;
  /** Paths of fields that were left out. */
  readonly unknown: readonly string[];
}

/** Levels of a backup around the documents that it holds. */
const backupDepth = 8;
const NOTHING = new Uint8Array(0);

/** The body of a request as its operation wants it, checked. */
export function readBody(operation: RestOperation, { headers, body }: Request, limits: Limits, rules: GatewayRules): Body | Refused {
  const bytes = body ?? NOTHING;
  const { encoding, form } = operation.body;
  const bytesMax = bytesMaxOf(operation, limits);
  if (bytes.length > bytesMax) return refuse('BODY_TOO_LARGE', null, `at most ${bytesMax} bytes`);
  if (operation.method === 'GET' || operation.method === 'DELETE') return { document: null, payload: null, unknown: [] };
  if (bytes.length === 0) return encoding === 'none' ? { document: null, payload: null, unknown: [] } : refuse('BODY_EMPTY');
  const contentType = headers['content-type'] ?? '';
  if (encoding === 'multipart') return readUpload(operation, contentType, bytes, limits, rules);
  if (!isJsonType(contentType)) return refuse('CONTENT_TYPE_WRONG', 'content-type', 'application/json is expected');
  const json = readJson(bytes, form === 'backup' ? backupDepth : 0);
  if (isRefused(json)) return json;
  if (form === 'backup') return readBackup(json.object);
  if (encoding === 'none') return { document: null, payload: null, unknown: Object.keys(json.object) };
  return withPayload(operation, json.object, null, rules);
}

/** The parts of a backup; what they hold is checked where it is restored. */
function readBackup(object: JsonObject): Body | Refused {
  if (typeof object['backup'] !== 'number') return refuse('FIELD_INVALID', 'backup', 'the version of a backup is expected');
  if (typeof object['checksum'] !== 'string') return refuse('FIELD_INVALID', 'checksum', 'a text is expected');
  if (asObject(object['state'] ?? null) === null) return refuse('FIELD_INVALID', 'state', 'an object is expected');
  return { document: object, payload: null, unknown: [] };
}

/** A form and what is around a backed up state are small beside what they hold. */
function bytesMaxOf({ body: { encoding, form } }: RestOperation, { packageBytesMax, bodyBytesMax }: Limits): number {
  return bodyBytesMax + (encoding === 'multipart' ? packageBytesMax : form === 'backup' ? backupBytesMax : 0);
}

/** Absent is taken for JSON. */
function isJsonType(contentType: string): boolean {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  const isUtf8 = parameters.every((parameter) => !/^\s*charset=/.test(parameter) || /^\s*charset="?utf-?8"?\s*$/.test(parameter));
  return isUtf8 && /^(application\/([a-z0-9.-]+\+)?json)?$/.test(type.trim());
}

function readUpload(operation: RestOperation, contentType: string, bytes: Uint8Array, limits: Limits, rules: GatewayRules): Body | Refused {
  const boundary = boundaryOf(contentType);
  if (boundary === null) return refuse('CONTENT_TYPE_WRONG', 'content-type', 'multipart/form-data with a boundary is expected');
  const form = readForm(bytes, boundary);
  if (isRefused(form)) return form;
  const metadata = (form as ReadonlyMap<string, Uint8Array>).get('metadata');
  if (metadata === undefined) return refuse('FIELD_INVALID', 'metadata', 'the part is required');
  if (metadata.length > limits.bodyBytesMax) return refuse('BODY_TOO_LARGE', 'metadata', `at most ${limits.bodyBytesMax} bytes`);
  const json = readJson(metadata);
  if (isRefused(json)) return json;
  const file = (form as ReadonlyMap<string, Uint8Array>).get('file');
  if (file === undefined) return refuse('FIELD_INVALID', 'file', 'the part is required');
  const upload = kindNamed(operation.kind).upload === 'kubeconfig' ? readKubeconfig(file) : readPackage(file, limits.packageBytesMax);
  return isRefused(upload) ? upload : withPayload(operation, json.object, upload.payload, rules);
}

function withPayload(operation: RestOperation, object: JsonObject, payload: Json, rules: GatewayRules): Body | Refused {
  const read = readDocument(operation.body, object, rules.minds);
  return isRefused(read) ? read : { ...read, payload };
}
