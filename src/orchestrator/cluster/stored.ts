import { asObject, hashText, type Json, type JsonObject } from '../../world/index.js';
import type { Stored } from './cluster-state.js';
import type { ResourceType } from './resource-types.js';

/** The object as it is kept, its metadata complete. */
export function storedOf(type: ResourceType, object: JsonObject): Stored {
  const metadata = metadataOf(object);
  const text = JSON.stringify(object);
  return {
    type,
    namespace: textOf(metadata['namespace']),
    name: textOf(metadata['name']),
    uid: textOf(metadata['uid']),
    revision: Number(metadata['resourceVersion']),
    deleting: metadata['deletionTimestamp'] !== undefined,
    labels: asObject(metadata['labels']),
    object,
    text,
    hash: hashText(0, text),
  };
}

export function metadataOf(object: JsonObject): JsonObject {
  return asObject(object['metadata']) ?? {};
}

/** The object with these metadata fields replaced. */
export function withMetadata(object: JsonObject, changes: JsonObject): JsonObject {
  return { ...object, metadata: { ...metadataOf(object), ...changes } };
}

export function finalizersOf(object: JsonObject): readonly string[] {
  const finalizers = metadataOf(object)['finalizers'];
  return Array.isArray(finalizers) ? (finalizers as readonly string[]) : [];
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
