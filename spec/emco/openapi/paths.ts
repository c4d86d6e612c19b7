import { rolesFor } from '../authority.js';
import { operations, type RestOperation } from '../operations.js';
import { documentSchema } from './document-schema.js';
import { exampleDocument } from './example.js';
import { callParametersOf, pathParametersOf } from './parameters.js';
import { type Refusals, refusalsOf } from './refusals.js';
import { ref, type Schema } from './schema.js';
import { successesOf } from './successes.js';

/** The base of all operations. */
export const base = '/v2';

/** Every path of the table with its operations. */
export function pathsOf(refusals: Refusals): Readonly<Record<string, Schema>> {
  const paths = new Map<string, Schema>();
  for (const operation of operations) {
    const path = `${base}${operation.path}`;
    const parameters = pathParametersOf(path);
    const there = paths.get(path) ?? (parameters.length === 0 ? {} : { parameters });
    paths.set(path, { ...there, [operation.method.toLowerCase()]: operationOf(operation, refusals) });
  }
  return Object.fromEntries(paths);
}

function operationOf(operation: RestOperation, refusals: Refusals): Schema {
  const parameters = callParametersOf(operation);
  const requestBody = requestBodyOf(operation);
  return {
    operationId: operation.name,
    tags: [operation.kind],
    summary: summaryOf(operation),
    description: `Roles: ${rolesFor(operation).join(', ')}.`,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(requestBody === null ? {} : { requestBody }),
    responses: { ...successesOf(operation), ...refusalsOf(operation, refusals) },
  };
}

const ownSummaries: Readonly<Partial<Record<RestOperation['does'], string>>> = {
  inventory: 'read everything there is',
  audit: 'read what was changed',
  managers: 'list every manager',
  'add-manager': 'add a manager',
  'remove-manager': 'remove a manager',
  backup: 'back up everything',
  restore: 'restore a backup',
};

function summaryOf({ does, kind, verb }: RestOperation): string {
  const words = kind.replaceAll('-', ' ');
  if (does === 'move') return `${verb ?? ''} a ${words}`;
  const own = ownSummaries[does];
  if (own !== undefined) return own;
  return does === 'list' ? `list every ${words} here` : does === 'status' ? `status of a ${words}` : `${does} a ${words}`;
}

function requestBodyOf(operation: RestOperation): Schema | null {
  const { encoding, form } = operation.body;
  if (encoding === 'none') return null;
  const isOwn = form === 'anonymous' || operation.does === 'add-manager';
  const schema = form === 'backup' ? ref('schemas', 'Backup') : isOwn ? documentSchema(operation.body) : ref('schemas', operation.kind);
  const example = exampleDocument(operation);
  if (encoding === 'json') return { required: true, content: { 'application/json': { schema, example } } };
  return { required: true, content: { 'multipart/form-data': formOf(schema, example) } };
}

/** A form of the document and the upload. */
function formOf(metadata: Schema, example: Schema): Schema {
  const file = { description: 'The upload.', contentMediaType: 'application/octet-stream' };
  return {
    schema: { type: 'object', required: ['metadata', 'file'], properties: { metadata, file } },
    encoding: { metadata: { contentType: 'application/json' }, file: { contentType: 'application/octet-stream' } },
    examples: { metadata: { summary: 'The part `metadata`; `file` is binary.', value: { metadata: example, file: '' } } },
  };
}
