// What a Kubernetes API server alone does not do: say that Deployments are ready, and empty namespaces that are going.
import { setTimeout } from 'node:timers/promises';
import { asObject, bytesOf, type Json, type JsonObject } from '../../src/world/index.js';
import { listedObjects } from '../../src/orchestrator/syncer/observe.js';
import { readRequest, writeRequest } from '../../src/orchestrator/syncer/request.js';
import { collectionPath, resourceTypes } from '../../src/orchestrator/cluster/resource-types.js';
import { call, type Connection } from './caller.js';

const PAUSE_MILLIS = 100;

const metadataOf = (object: JsonObject): JsonObject => asObject(object['metadata']) ?? {};

/** Works until `signal`. */
export async function standInForControllers(to: Connection, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // Away for a while, it is asked again.
    await work(to).catch(() => undefined);
    await setTimeout(PAUSE_MILLIS);
  }
}

async function work(to: Connection): Promise<void> {
  for (const deployment of await listed(to, '/apis/apps/v1/deployments')) await makeReady(to, deployment);
  for (const namespace of await listed(to, '/api/v1/namespaces'))
    if (metadataOf(namespace)['deletionTimestamp'] !== undefined) await empty(to, namespace);
}

async function listed(to: Connection, path: string): Promise<readonly JsonObject[]> {
  const { status, body } = await call(to, readRequest(path));
  return status === 200 ? listedObjects(body) : [];
}

async function makeReady(to: Connection, deployment: JsonObject): Promise<void> {
  const { name, namespace, generation } = metadataOf(deployment);
  const replicas = asObject(deployment['spec'])?.['replicas'] ?? 1;
  const status = asObject(deployment['status']) ?? {};
  if (status['observedGeneration'] === generation && (status['readyReplicas'] ?? 0) === replicas) return;
  const ready: Json = {
    observedGeneration: generation ?? 1,
    replicas,
    updatedReplicas: replicas,
    readyReplicas: replicas,
    availableReplicas: replicas,
  };
  const path = `/apis/apps/v1/namespaces/${String(namespace)}/deployments/${String(name)}/status`;
  const headers = { 'content-type': 'application/merge-patch+json' };
  await call(to, { method: 'PATCH', path, headers, body: bytesOf(JSON.stringify({ status: ready })) });
}

async function empty(to: Connection, namespace: JsonObject): Promise<void> {
  const name = String(metadataOf(namespace)['name']);
  for (const type of resourceTypes) {
    if (!type.namespaced) continue;
    const collection = collectionPath(type, name);
    for (const object of await listed(to, collection))
      await call(to, writeRequest('DELETE', `${collection}/${String(metadataOf(object)['name'])}`, null, {}));
  }
  await call(to, writeRequest('PUT', `/api/v1/namespaces/${name}/finalize`, null, { ...namespace, spec: { finalizers: [] } }));
}
