import { numberedVerbs } from '../kind.js';
import { kinds } from '../kinds.js';
import { operations, type RestOperation } from '../operations.js';
import { revision } from './answer-schema.js';
import { exampleDocument } from './example.js';
import { listOf, ref, type Schema } from './schema.js';

/** What success answers with, by status. */
export function successesOf(operation: RestOperation): Readonly<Record<string, Schema>> {
  const { does, statuses } = operation;
  const found = Object.fromEntries(statuses.map((status) => [status, successOf(operation, status)]));
  return does === 'get'
    ? { ...found, 304: { description: 'It is still the version that the caller has.', headers: headersOf('ETag') } }
    : found;
}

function successOf({ does, kind, method, verb }: RestOperation, status: number): Schema {
  const document = { schema: ref('schemas', kind), ...exampleOf(kind) };
  switch (does) {
    case 'create':
      return answer('It was made.', headersOf('ETag', 'Location', 'Warning'), document);
    case 'replace':
      return answer(status === 201 ? 'It was made.' : 'It was replaced.', headersOf('ETag', 'Warning'), document);
    case 'get':
      return answer('The document.', headersOf('ETag'), document);
    case 'list':
      return answer('All documents of the kind here, in order of their keys.', {}, { schema: listOf(ref('schemas', kind)) });
    case 'delete':
      return { description: 'It is gone.' };
    case 'move':
      return moved(verb);
    case 'status':
      return answer('How far it is.', {}, { schema: ref('schemas', 'Status') });
    case 'inventory':
      return answer('Every document, context and server.', {}, { schema: ref('schemas', 'Inventory') });
    case 'audit':
      return answer('What was changed, in order.', {}, { schema: ref('schemas', 'Audit') });
    case 'managers':
      return answer('Who keeps the state, and how far each is.', {}, { schema: ref('schemas', 'Managers') });
    case 'add-manager':
      return answer('It is told everything, and decides with the others once it has caught up.', headersOf('Warning'), managerChanged);
    case 'remove-manager':
      return answer('It decides no more.', {}, managerChanged);
    case 'backup':
      return answer('The whole state, as a document that can be restored.', {}, { schema: ref('schemas', 'Backup') });
    case 'restore':
      return answer('The state is that of the backup; clusters are driven anew.', {}, { schema: ref('schemas', 'Restored') });
  }
  throw new RangeError(`${method} answers nothing`);
}

const managerChanged: Schema = { schema: ref('schemas', 'ManagerChanged') };

function moved(verb: string | null): Schema {
  const headers = headersOf('ETag', 'Warning');
  const description = 'The call is recorded, and is carried out.';
  return verb !== null && numberedVerbs.includes(verb)
    ? answer(description, headers, { schema: revision, example: 2 })
    : { description, headers };
}

function answer(description: string, headers: Schema, json: Schema): Schema {
  return { description, ...(Object.keys(headers).length === 0 ? {} : { headers }), content: { 'application/json': json } };
}

function headersOf(...names: readonly string[]): Schema {
  return Object.fromEntries(names.map((name) => [name, ref('headers', name)]));
}

/** Every kind can be made, so that each has an example. */
function exampleOf(kind: string): Schema {
  const made = operations.find((each) => each.kind === kind && each.does === 'create');
  return made === undefined || !kinds.some(({ name }) => name === kind) ? {} : { example: exampleDocument(made) };
}
