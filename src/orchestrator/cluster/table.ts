// The server-side tables that kubectl prints: `Accept: application/json;as=Table;v=v1;g=meta.k8s.io`.
import { type Json, type JsonObject, type Micros } from '../../world/index.js';
import { ageOf } from './age.js';
import type { Stored } from './cluster-state.js';
import { columnsOf } from './columns.js';
import type { ResourceType } from './resource-types.js';
import { metadataOf } from './stored.js';

/** How much of each object a table carries beside its cells. */
export type Included = 'None' | 'Metadata' | 'Object';

/** Whether a table is what the caller would like best, and with what in it; null when it is not. */
export function includedOf(accept: string | undefined, query: URLSearchParams): Included | null {
  if (accept === undefined || !accept.includes('as=Table') || !accept.includes('v=v1;') || accept.indexOf('as=Table') > firstPlain(accept))
    return null;
  const asked = query.get('includeObject');
  return asked === 'None' || asked === 'Object' ? asked : 'Metadata';
}

/** Where the first media type without parameters stands: what comes after it is liked less. */
function firstPlain(accept: string): number {
  const plain = /(^|,)\s*application\/json\s*(,|$)/.exec(accept);
  return plain === null ? accept.length : plain.index;
}

export function tableOf(
  type: ResourceType,
  objects: readonly Stored[],
  metadata: JsonObject,
  included: Included,
  wall: Micros,
): JsonObject {
  const columns = columnsOf(type);
  const columnDefinitions = [
    definition('Name', 'string', 'name', 0),
    ...columns.map(({ name, kind, wide }) => definition(name, kind ?? 'string', '', wide ? 1 : 0)),
  ];
  const rows = objects.map((stored): JsonObject => {
    const age = ageOf(metadataOf(stored.object)['creationTimestamp'], wall);
    return { cells: [stored.name, ...columns.map(({ cell }) => cell(stored.object, age))], object: includedObject(stored, included) };
  });
  return { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, columnDefinitions, rows };
}

function definition(name: string, type: string, format: string, priority: number): JsonObject {
  return { name, type, format, description: '', priority };
}

function includedObject({ object }: Stored, included: Included): Json {
  if (included === 'None') return null;
  if (included === 'Object') return object;
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: metadataOf(object) };
}
