// docs/api.md: made of the tables of kinds, operations and errors; only the sentences are written here.
import {
  type ErrorWord,
  everyError,
  kinds,
  metadataLengths,
  nameLengthMax,
  namePattern,
  operations,
  type RestOperation,
  rolesFor,
  statusParameters,
} from '../../spec/emco/index.js';
import { kindChapter, shortPath } from './kind-chapter.js';
import { code, link, page, table, words } from './markdown.js';
import { ofAll, ofOne, ofSort, type Sort, sorts } from './said-once.js';

export function apiPage(): string {
  return page(
    '# API',
    'Made by `npm run docs` from the tables in `spec/emco`; do not edit it here.',
    introduction(),
    '## Calls',
    `What kinds have in common. Every call may come to ${words(ofAll)}; what else each sort may come to is in its row, and what a kind adds is with the kind.`,
    sortTable(),
    '## Kinds',
    table(
      ['kind', 'is inside of', 'path below `/v2`, or below that of its parent'],
      kinds.map(({ name, parent, path }) => [link(name), parent === null ? '' : link(parent), code(shortPath(path, parent))]),
    ),
    ...kinds.flatMap(kindChapter),
    ...ownChapters(),
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
    '- **Life-cycle calls** are recorded and carried out afterwards; [life cycles](life-cycles.md) says which is legal when.',
    '- **Roles**: where a gateway is told who its callers are, a call needs `authorization: Bearer TOKEN` and one of the roles that stand with it; a `tenant` is let into its own projects. Where it is told none, everybody may do everything.',
    '- **Refusals** are problem documents (RFC 9457) with a stable `code`.',
  ].join('\n');
}

const shapes: Readonly<Record<Sort, string>> = {
  create: 'POST collection',
  get: 'GET path',
  list: 'GET collection',
  replace: 'PUT path',
  delete: 'DELETE path',
  status: 'GET path/status',
  move: 'POST path/verb',
};

function sortTable(): string {
  const statuses = (sort: Sort): string => (operations.find(({ does }) => does === sort)?.statuses ?? []).join(', ');
  const rows = sorts.map((sort) => [sort === 'move' ? 'a life-cycle verb' : sort, code(shapes[sort]), statuses(sort), words(ofSort(sort))]);
  return table(['call', 'method and path', 'success', 'may come to'], rows);
}

const ownSentences: Readonly<Record<string, string>> = {
  inventory: 'Every document, context and server, for operators.',
  audit: 'What was changed, one record for each document and context status, in order and without gap.',
  manager: 'Those who keep the state and decide by majority. One comes or goes at a time.',
  backup:
    'The whole state as one document, and back. What only rises (epochs, identities, versions) goes on above what was given out before; clusters are driven anew.',
};

/** What is no kind: the orchestrator about itself. */
function ownChapters(): readonly string[] {
  const own = operations.filter(({ kind }) => !kinds.some(({ name }) => name === kind));
  const names = [...new Set(own.map(({ kind }) => kind))];
  return names.flatMap((name) => [`## ${name}`, ownSentences[name] ?? '', callTable(own.filter(({ kind }) => kind === name))]);
}

function callTable(own: readonly RestOperation[]): string {
  const rows = own.map((operation) => [
    code(`${operation.method} ${operation.path}`),
    operation.statuses.join(', '),
    rolesFor(operation).join(', '),
    words(ofOne(operation)),
  ]);
  return table(['method and path', 'success', 'roles', 'may come to'], rows);
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
