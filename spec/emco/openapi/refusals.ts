import { type ErrorWord, errorsOf } from '../error.js';
import type { RestOperation } from '../operations.js';
import { stateErrors } from '../state-errors.js';
import { ref, type Schema } from './schema.js';

/** The refusals of operations: every set of words of one status is one component, whatever operations have it. */
export interface Refusals {
  readonly components: Map<string, Schema>;
  /** What tells the components apart, by name. */
  readonly words: Map<string, string>;
}

/** The refusals of `operation` by status; new ones are added to the components. */
export function refusalsOf(operation: RestOperation, refusals: Refusals): Readonly<Record<string, Schema>> {
  const byStatus = new Map<number, ErrorWord[]>();
  for (const error of errorsOf(operation)) byStatus.set(error.status, [...(byStatus.get(error.status) ?? []), error]);
  const found = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries(found.map(([status, errors]) => [status, ref('responses', place(operation, status, errors, refusals))]));
}

/** The name of the component that holds these words: the shortest that is free, or that is the same already. */
function place(operation: RestOperation, status: number, errors: readonly ErrorWord[], { components, words }: Refusals): string {
  const headers = headersOf(operation, status, errors);
  const wanted = [...headers, ...errors.map(({ code }) => code)].join();
  const call = operation.verb ?? operation.does;
  for (const name of [`${status}`, `${operation.does}.${status}`, `${call}.${status}`, `${operation.name}.${status}`]) {
    if ((words.get(name) ?? wanted) !== wanted) continue;
    if (!words.has(name)) components.set(name, responseOf(status, errors, headers));
    words.set(name, wanted);
    return name;
  }
  throw new RangeError(`two operations are called ${operation.name}`);
}

/** What managers refuse goes with the warning about the body that was read before. */
function headersOf({ does }: RestOperation, status: number, errors: readonly ErrorWord[]): readonly string[] {
  const isRead = does === 'create' || does === 'replace' || does === 'move' || does === 'add-manager';
  const isTold = isRead && errors.some(({ code }) => Object.hasOwn(stateErrors, code));
  return [...(isTold ? ['Warning'] : []), ...(status === 503 ? ['Retry-After'] : []), ...(status === 401 ? ['WWW-Authenticate'] : [])];
}

function responseOf(status: number, errors: readonly ErrorWord[], headers: readonly string[]): Schema {
  return {
    description: errors.map(({ code, title }) => `- \`${code}\`: ${title}`).join('\n'),
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers.map((name) => [name, ref('headers', name)])) }),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [ref('schemas', 'Problem')],
          properties: { status: { const: status }, code: { enum: errors.map(({ code }) => code) } },
        },
        examples: Object.fromEntries(errors.map((error) => [error.code, { value: exampleOf(error) }])),
      },
    },
  };
}

function exampleOf({ code, status, title }: ErrorWord): Schema {
  return { type: `urn:orchestrator:problem:${code}`, title, status, code, detail: title };
}
