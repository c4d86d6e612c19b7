// As much of an OpenAPI document as kubectl wants before it sends an object unchecked: that the server looks at `fieldValidation` itself. There are no schemas
// in it, so unknown fields are kept, whatever validation is asked for.
import type { Json, JsonObject } from '../../world/index.js';
import { collectionPath, type ResourceType } from './resource-types.js';

const parameters: readonly Json[] = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
  name,
  in: 'query',
  schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true },
}));
const responses: JsonObject = { '200': { description: 'OK', content: { 'application/json': {} } } };

/** Documents by path: an index, and one for each group and version. */
export function openApi(types: readonly ResourceType[]): readonly [path: string, document: JsonObject][] {
  const roots = [...new Set(types.map(({ apiVersion }) => (apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`)))];
  const index = Object.fromEntries(roots.map((root) => [root, { serverRelativeURL: `/openapi/v3/${root}` }]));
  return [
    ['/openapi/v3', { paths: index }],
    ...roots.map((root): [string, JsonObject] => [
      `/openapi/v3/${root}`,
      documentOf(types.filter((type) => collectionPath(type, '').startsWith(`/${root}/`))),
    ]),
  ];
}

function documentOf(types: readonly ResourceType[]): JsonObject {
  const paths = types.map((type): readonly [string, JsonObject] => {
    const [version = '', group = ''] = type.apiVersion.split('/').toReversed();
    const about = { 'x-kubernetes-action': 'patch', 'x-kubernetes-group-version-kind': { group, version, kind: type.kind } };
    return [`${collectionPath(type, type.namespaced ? '{namespace}' : '')}/{name}`, { patch: { ...about, parameters, responses } }];
  });
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.32.0' },
    paths: Object.fromEntries(paths),
    components: { schemas: {} },
  };
}
