// The words that the rows of the table are written in.
import type { FieldSpec, KindSpec } from '../kind.js';

export const project = '/projects/{project}';
export const compositeApp = `${project}/composite-apps/{composite-app}/{version}`;
export const group = `${compositeApp}/deployment-intent-groups/{deployment-intent-group}`;
export const cloud = `${project}/logical-clouds/{logical-cloud}`;
export const provider = '/cluster-providers/{cluster-provider}';
export const cluster = `${provider}/clusters/{cluster}`;

export const name: FieldSpec = { type: 'name', required: true };
export const text: FieldSpec = { type: 'string', required: true };
export const optional: FieldSpec = { type: 'string', required: false };
export const namespace: FieldSpec = { type: 'name', required: false, dnsLabel: true };
export const chainEnd: FieldSpec = { type: 'string', required: true, oneOf: ['left', 'right'] };
export const port: FieldSpec = { type: 'integer', required: true, range: [1, 65_535] };

const plain = { upload: null, put: true, verbs: [], status: false, spec: {}, wholeSpec: null } as const;

/** A kind whose resources are at `collection` + `/{name}`, with everything else as most kinds have it. */
export function row(kind: string, parent: string | null, collection: string, more: Partial<KindSpec> = {}): KindSpec {
  return { ...plain, name: kind, parent, path: `${collection}/{${kind}}`, collection, ...more };
}
