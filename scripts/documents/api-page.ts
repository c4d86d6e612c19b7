// docs/api.md: made of the tables of kinds, operations and errors; only the sentences are written here.
import {
  type ErrorWord,
  errorsOf,
  everyError,
  exampleDocument,
  type FieldSpec,
  kindNamed,
  type KindSpec,
  kinds,
  metadataLengths,
  nameLengthMax,
  namePattern,
  operations,
  type RestOperation,
  rolesFor,
  statusParameters,
} from '../../spec/emco/index.js';
import { code, page, table } from './markdown.js';

/** What every operation can be refused with; it is said once. */
const common = everyError.filter((error) =>
  operations.every((operation) => errorsOf(operation).some(({ code: word }) => word === error.code)),
);
const bodied = operations.filter(({ body }) => body.encoding !== 'none');
const ofBodies = everyError.filter(
  (error) => !common.includes(error) && bodied.every((operation) => errorsOf(operation).some(({ code: word }) => word === error.code)),
);
const saidOnce = new Set([...common, ...ofBodies].map(({ code: word }) => word));

export function apiPage(): string {
  return page(
    '# API',
    'Made by `npm run docs` from the tables in `spec/emco`; do not edit it here.',
    introduction(),
    '## Kinds',
    table(
      ['kind', 'is inside of', 'path below `/v2`, or below that of its parent'],
      kinds.map(({ name, parent, path }) => [link(name), parent === null ? '' : link(parent), code(shortPath(path, parent))]),
    ),
    ...kinds.flatMap(chapter),
    '## inventory',
    'Every document, context and server, for operators.',
    callTable('inventory'),
    '## audit',
    'What was changed, one record for each document and context status, in order and without gap.',
    callTable('audit'),
    '## Status',
    'Parameters of every status call; those that are not known are ignored.',
    table(
      ['parameter', 'values', 'what it does'],
      statusParameters.map(({ name, takes, oneOf, means }) => [code(name), oneOf?.join(', ') ?? takes, means]),
    ),
    '## Refusals',
    refusals(),
    errorTable(everyError),
  );
}

function introduction(): string {
  return [
    '[openapi.json](api/openapi.json) says the same to machines; every gateway serves it at `/openapi.json`. Paths are below `/v2`; every path that takes GET takes HEAD.',
    '',
    `- **Bodies** are JSON, or, where something is uploaded, a \`multipart/form-data\` of \`metadata\` (the JSON) and \`file\`. A \`metadata\` has a \`name\` and may have ${Object.keys(metadataLengths).map(code).join(', ')}.`,
    `  A name is at most ${nameLengthMax} characters of \`${namePattern.source}\`. Names of fields are read without case, null is as good as absent, and fields that are not known are left out with a \`Warning\`.`,
    '- **Repeating**: a write with an `Idempotency-Key` may be sent again: it is answered as the first time and has one effect. The same key with another call is refused.',
    '- **Versions**: documents have an `ETag`. `If-Match` on PUT and DELETE changes only that version; `If-None-Match: *` on PUT only creates; `If-None-Match` on GET answers 304 for the version that the caller has.',
    '- **Success** is 200, 201 with `Location` for what was made, 202 for a life-cycle call (it is recorded and carried out afterwards; see [life cycles](life-cycles.md)), 204 for what was deleted.',
    '- **Roles**: where a gateway is told who its callers are, a call needs `authorization: Bearer TOKEN` and one of the roles in its row; a `tenant` is let into its own projects. Where it is told none, everybody may do everything.',
    `- **Refusals** are problem documents (RFC 9457) with a stable \`code\`. Every call may come to ${words(common)}; every call with a body to ${words(ofBodies)}, too. They are not repeated below.`,
  ].join('\n');
}

function chapter(kind: KindSpec): readonly string[] {
  const { name, parent, upload } = kind;
  const place = parent === null ? 'At the root.' : `Inside of a ${link(parent)}.`;
  const sent = upload === null ? '' : ` The upload is a ${upload}.`;
  const fields = fieldTable(kind);
  const made = operations.find((each) => each.name === `${name}.create`);
  const example = made === undefined ? [] : ['```json', JSON.stringify(exampleDocument(made)), '```'];
  return [`## ${name}`, place + sent, callTable(name), ...(fields === null ? [] : [fields]), example.join('\n')];
}

function callTable(kind: string): string {
  const own = operations.filter((operation) => operation.kind === kind);
  return table(['call', 'method and path', 'success', 'roles', 'refused with'], own.map(callRow));
}

function callRow(operation: RestOperation): readonly string[] {
  const refused = errorsOf(operation).filter(({ code: word }) => !saidOnce.has(word));
  return [
    operation.verb ?? operation.does,
    code(`${operation.method} ${operation.path}`),
    operation.statuses.join(', '),
    rolesFor(operation).join(', '),
    words(refused),
  ];
}

function words(errors: readonly ErrorWord[]): string {
  return errors.map(({ code: word }) => code(word)).join(', ');
}

function fieldTable({ spec, wholeSpec }: KindSpec): string | null {
  const rows =
    wholeSpec === null ? Object.entries(spec).map(([field, each]) => fieldRow(`spec.${field}`, each)) : [fieldRow('spec', wholeSpec)];
  return rows.length === 0 ? null : table(['field', 'type', 'required', 'rule'], rows);
}

function fieldRow(field: string, { type, required, oneOf, range, dnsLabel }: FieldSpec): readonly string[] {
  const rules = [
    ...(oneOf === undefined ? [] : [`one of ${oneOf.join(', ')}`]),
    ...(range === undefined ? [] : [`${range[0]} to ${range[1]}`]),
    ...(dnsLabel === true ? ['a DNS label'] : []),
  ];
  return [code(field), type, required ? 'yes' : '', rules.join('; ')];
}

function refusals(): string {
  return [
    'A refusal has `type`, `title`, `status`, `code` and `detail`; where it is known also `field` (of the body, or a header), `key` (what stands in the way) and `by`',
    '(who holds it). 503 is never a decision: the call may or may not have taken effect, so repeat it with its key.',
  ].join('\n');
}

function errorTable(errors: readonly ErrorWord[]): string {
  return table(
    ['code', 'status', 'meaning', 'calls'],
    errors.map((error) => [code(error.code), String(error.status), error.title, callsOf(error)]),
  );
}

function callsOf({ to, verbs, kinds: only, uploads }: ErrorWord): string {
  if (to.length === 0) return 'no operation of the table';
  if (operations.every(({ does }) => to.includes(does))) return 'all';
  const calls = to.flatMap((does) => (does === 'move' ? (verbs ?? ['life-cycle calls']) : [does]));
  const upload = uploads === undefined ? [] : [`with a ${uploads.join(' or ')}`];
  return [calls.join(', '), ...(only === undefined ? [] : [`of ${only.join(', ')}`]), ...upload].join(' ');
}

/** A path with that of its parent left out. */
function shortPath(path: string, parent: string | null): string {
  const above = parent === null ? '' : kindNamed(parent).path;
  return above !== '' && path.startsWith(above) ? `…${path.slice(above.length)}` : path;
}

function link(kind: string): string {
  return `[${kind}](#${kind})`;
}
