// For tests: the requests and answers of apply stories.
import { asObject, type JsonObject } from '../../world/index.js';
import type { ApplyStep, ApplyStory } from './apply-stories.js';
import { parseFields, pathsOf } from './field-set.js';

/** What a request of a step sends. */
export function requestOf(
  { kind }: ApplyStory,
  { by, how, body }: ApplyStep,
  name: string,
): { readonly path: string; readonly type: string; readonly body: JsonObject } {
  const apiVersion = kind === 'ConfigMap' ? 'v1' : 'apps/v1';
  const collection = kind === 'ConfigMap' ? '/api/v1/namespaces/default/configmaps' : '/apis/apps/v1/namespaces/default/deployments';
  const path = `${collection}/${name}?fieldManager=${by}${how === 'force' ? '&force=true' : ''}`;
  if (how === 'merge') return { path, type: 'application/merge-patch+json', body };
  return {
    path,
    type: 'application/apply-patch+yaml',
    body: { apiVersion, kind, ...body, metadata: { ...asObject(body['metadata']), name } },
  };
}

/** The answer in the words of a step. */
export function answerWordsOf(status: number, body: JsonObject): string {
  const causes = asObject(body['details'])?.['causes'];
  const conflicts = Array.isArray(causes)
    ? (causes as readonly JsonObject[]).filter(({ reason }) => reason === 'FieldManagerConflict')
    : [];
  return [String(status), ...conflicts.map(({ field, message }) => `${String(field)} ${/"(.*?)"/.exec(String(message))?.[1] ?? ''}`)].join(
    ' ',
  );
}

/** Fields by manager and operation. */
export function ownersOf(object: JsonObject): { readonly [owner: string]: readonly string[] } {
  const managed = (asObject(object['metadata'])?.['managedFields'] ?? []) as readonly JsonObject[];
  return Object.fromEntries(
    managed.map(({ manager, operation, fieldsV1 }) => [
      `${String(manager)} ${String(operation)}`,
      pathsOf(parseFields(asObject(fieldsV1) ?? {})),
    ]),
  );
}
