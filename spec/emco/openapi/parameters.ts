// What a call says beside its body: names in the path, and headers.
import { auditParameters } from '../audit-query.js';
import type { RestOperation } from '../operations.js';
import { statusParameters } from '../status-query.js';
import { exampleName } from './example.js';
import { ref, type Schema, text } from './schema.js';

const entityTag: Schema = { type: 'string', pattern: '^(\\*|(W/)?"[\\x21\\x23-\\x7e]{0,128}")$' };

function headerParameter(name: string, schema: Schema, description: string): Schema {
  return { name, in: 'header', required: false, description, schema };
}

/** The headers of requests, by the names of their components. */
export const headerParameters: Readonly<Record<string, Schema>> = {
  'Idempotency-Key': headerParameter(
    'Idempotency-Key',
    { type: 'string', pattern: '^[\\x21-\\x7d]([\\x20-\\x7e]*[\\x21-\\x7e])?$', maxLength: 255 },
    'The same key with the same call is answered as the first time, and has no second effect; with another call it is refused. Without one a repetition by the caller is a call of its own.',
  ),
  'X-Actor': headerParameter(
    'X-Actor',
    { type: 'string', pattern: '^[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?$', maxLength: 128 },
    'Who calls, for the audit; where a gateway knows its callers, they are told as who they are.',
  ),
  'If-Match': headerParameter('If-Match', entityTag, 'Only the version with this tag is changed; `*`: only what exists.'),
  'If-None-Match': headerParameter('If-None-Match', entityTag, 'A body is answered only when the version is another one, else 304.'),
  'If-None-Match-Any': headerParameter('If-None-Match', { type: 'string', const: '*' }, '`*`: only ever creates.'),
};

/** The headers of answers, by name. */
export const answerHeaders: Readonly<Record<string, Schema>> = {
  ETag: { description: 'The version of the document; no two are alike.', schema: { type: 'string', pattern: '^"[0-9]+"$' } },
  Location: { description: 'The path of what was made.', schema: { type: 'string', pattern: '^/v2/' } },
  Warning: {
    description: 'Fields of the body that are not known and were left out.',
    schema: { type: 'string', pattern: '^299 - "[\\x20-\\x7e]*"$' },
  },
  'Retry-After': { description: 'Seconds after which to try again.', schema: { type: 'string', pattern: '^[0-9]+$' } },
  'WWW-Authenticate': { description: 'How to say who calls.', schema: { type: 'string', const: 'Bearer' } },
};

/** The names of the header parameters that an operation takes. */
function headersOf({ does, method }: RestOperation): readonly string[] {
  if (method === 'GET') return does === 'get' ? ['If-None-Match'] : [];
  const matched = does === 'replace' || does === 'delete' ? ['If-Match'] : [];
  return ['Idempotency-Key', 'X-Actor', ...matched, ...(does === 'replace' ? ['If-None-Match-Any'] : [])];
}

/** What an operation takes in headers and in the query. */
export function callParametersOf(operation: RestOperation): readonly Schema[] {
  const query = Object.keys(queryParameters).filter((name) => name.startsWith(`${operation.does}.`));
  return [...query, ...headersOf(operation)].map((name) => ref('parameters', name));
}

const force: Schema = {
  name: 'force',
  in: 'query',
  required: false,
  description: 'What is there is replaced; else only an empty state is.',
  schema: { type: 'string', enum: ['true', 'false'] },
};

/** The parameters of the query of a status, of the audit and of a restore, by the names of their components. */
export const queryParameters: Readonly<Record<string, Schema>> = Object.fromEntries([
  ...statusParameters.map(({ name, means, takes, oneOf }) => {
    const word: Schema = oneOf === null ? text : { type: 'string', enum: oneOf };
    const schema = takes === 'flag' ? { type: 'boolean' } : takes === 'texts' ? { type: 'array', items: word, maxItems: 64 } : word;
    const more = takes === 'flag' ? { allowEmptyValue: true } : {};
    return [`status.${name}`, { name, in: 'query', required: false, description: means, ...more, schema }];
  }),
  ...auditParameters.map(({ name, means, pattern, range: [minimum, maximum] }) => {
    const schema: Schema = name === 'wait' ? { type: 'string', pattern } : { type: 'integer', minimum, maximum };
    return [`audit.${name}`, { name, in: 'query', required: false, description: means, schema }];
  }),
  ['restore.force', force],
]);

/** The parameters of a path template. */
export function pathParametersOf(path: string): readonly Schema[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: ref('schemas', 'Name'),
    example: exampleName(name),
  }));
}
