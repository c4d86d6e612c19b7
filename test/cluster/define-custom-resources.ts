import { setTimeout } from 'node:timers/promises';
import { definitions } from '../../src/orchestrator/cluster/definitions.js';
import { readRequest, writeRequest } from '../../src/orchestrator/syncer/request.js';
import { asObject, type JsonObject } from '../../src/world/index.js';
import { call, type Connection } from './caller.js';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const TRIES_MAX = 1_000;
const PAUSE_MILLIS = 20;

/** On a cluster that does not serve our custom resources from the start. @throws Error when a definition is refused */
export async function defineCustomResources(to: Connection): Promise<void> {
  for (const { object, name } of definitions) {
    if ((await call(to, readRequest(`${DEFINITIONS}/${name}`))).status === 200) continue;
    const { uid: _uid, resourceVersion: _version, creationTimestamp: _created, ...metadata } = asObject(object['metadata']) ?? {};
    const created = await call(to, writeRequest('POST', DEFINITIONS, null, { ...object, metadata }));
    if (created.status !== 201) throw new Error(JSON.stringify(created.body));
  }
  for (const { object } of definitions) await served(to, asObject(object['spec']) ?? {});
}

async function served(to: Connection, { group, names, versions }: JsonObject): Promise<void> {
  const version = (versions as readonly JsonObject[])[0]?.['name'];
  const list = `/apis/${String(group)}/${String(version)}/${String(asObject(names)?.['plural'])}`;
  for (let tries = 0; tries < TRIES_MAX && (await call(to, readRequest(list))).status !== 200; tries++) await setTimeout(PAUSE_MILLIS);
}
