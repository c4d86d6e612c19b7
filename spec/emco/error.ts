// What calls are refused with. The same two tables are the orchestrator's answers and the documents of its errors.
import { gatewayErrors } from './gateway-errors.js';
import type { Upload } from './kind.js';
import { kindNamed, kinds } from './kinds.js';
import { exampleDocument, examplePath } from './openapi/example.js';
import type { RestOperation } from './operations.js';
import { referencesOf } from './reference.js';
import { stateErrors } from './state-errors.js';

/** One machine word. */
export interface ErrorSpec {
  readonly status: number;
  readonly title: string;
  /** The calls that can be refused so; none where the path or the method is no operation, or where only the orchestrator's own nodes hear it. */
  readonly to: readonly RestOperation['does'][];
  /** Of life-cycle calls these alone; absent: all. */
  readonly verbs?: readonly string[];
  /** These kinds alone; absent: all. */
  readonly kinds?: readonly string[];
  /** Kinds with one of these uploads alone; absent: all. */
  readonly uploads?: readonly Upload[];
  /** Only kinds that are inside of another, or whose documents name others when they are made; absent: all. */
  readonly only?: 'inside' | 'naming';
}

export interface ErrorWord extends ErrorSpec {
  readonly code: string;
}

/** Every machine word, in the order of the tables, each once. */
export const everyError: readonly ErrorWord[] = Object.entries<ErrorSpec>({ ...gatewayErrors, ...stateErrors }).map(([code, spec]) => ({
  code,
  ...spec,
}));

/** What an operation can be refused with. */
export function errorsOf(operation: RestOperation): readonly ErrorWord[] {
  const kind = kinds.find(({ name }) => name === operation.kind);
  return everyError.filter(
    (error) =>
      error.to.includes(operation.does) &&
      (error.verbs === undefined || operation.verb === null || error.verbs.includes(operation.verb)) &&
      (error.kinds?.includes(operation.kind) ?? true) &&
      (error.uploads?.includes(kind?.upload ?? null) ?? true) &&
      (error.only !== 'inside' || kind?.parent !== null) &&
      (error.only !== 'naming' || operation.does === 'move' || namesOthers(operation)),
  );
}

function namesOthers(operation: RestOperation): boolean {
  const key = examplePath({ ...operation, path: kindNamed(operation.kind).path });
  return referencesOf(operation.kind, key, exampleDocument(operation)).length > 0;
}
