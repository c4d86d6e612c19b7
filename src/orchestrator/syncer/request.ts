import { bytesOf, type Json, type JsonObject, type Request } from '../../world/index.js';
import { fenceHeader, ownerLabel } from '../wire/command.js';
import { pluralOf } from './resource-path.js';
import { collectionPath } from '../cluster/index.js';

/** No object has this uid. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export function readRequest(path: string): Request {
  return { method: 'GET', path, headers: { accept: 'application/json' }, body: null };
}

/** A mutating request under a fence; null sends none. */
export function writeRequest(method: 'POST' | 'PUT' | 'DELETE', path: string, fence: string | null, body: Json): Request {
  const headers = { accept: 'application/json', 'content-type': 'application/json', ...(fence === null ? {} : { [fenceHeader]: fence }) };
  return { method, path, headers, body: bytesOf(JSON.stringify(body)) };
}

export function deleteOptions(uid: string | null): JsonObject {
  return { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background', ...(uid === null ? {} : { preconditions: { uid } }) };
}

/** Deletes nothing, but raises the fence, so that whatever was sent before can no longer arrive. */
export function barrierRequest(fence: string): Request {
  return writeRequest('DELETE', '/api/v1/namespaces/default/configmaps/orchestrator-fence', fence, deleteOptions(NOBODY));
}

/** All owned objects of a collection. */
export const ownedQuery = `?labelSelector=${encodeURIComponent(ownerLabel)}`;

export function watchQuery(revision: string, seconds: number): string {
  return `${ownedQuery}&watch=true&allowWatchBookmarks=true&resourceVersion=${revision}&timeoutSeconds=${seconds}`;
}

/** The path of all objects of a kind, in all namespaces. */
export function kindPath(apiVersion: string, kind: string): string {
  return collectionPath({ apiVersion, plural: pluralOf(apiVersion, kind) }, '');
}
