// What answers hold besides documents: problems, status and the inventory.
import { everyError } from '../error.js';
import { flag, listOf, mapOf, objectOf, type Schema, text, whole, wordOf } from './schema.js';

const counts = mapOf({ type: 'integer', minimum: 1 });
const maybeText: Schema = { type: ['string', 'null'] };
const itemStatus = wordOf('Pending', 'Applied', 'Failed', 'Retrying', 'Deleted', 'Forgotten');
const readiness = wordOf('Ready', 'NotReady', 'NotPresent');

/** Source: RFC 9457. `code` is stable; `detail` is for people. */
function problem(): Schema {
  const known = {
    type: { type: 'string', pattern: '^urn:orchestrator:problem:[A-Z0-9_]+$' },
    title: text,
    status: { type: 'integer', minimum: 400, maximum: 503 },
    code: { type: 'string', enum: everyError.map(({ code }) => code) },
    detail: text,
    field: { type: 'string', description: 'The field of the body, or the header, that it is about.' },
    key: { type: 'string', description: 'The resource that stands in the way, as its path below /v2.' },
    by: { type: 'string', description: 'Who holds it.' },
  };
  return { ...objectOf(known, ['type', 'title', 'status', 'code', 'detail']), additionalProperties: true };
}

const statusResource = objectOf(
  {
    GVK: objectOf({ Group: text, Version: text, Kind: text }),
    name: text,
    deployedStatus: itemStatus,
    readyStatus: readiness,
    reason: { type: 'string', description: 'What the cluster said last, where it refused.' },
  },
  ['GVK', 'name'],
);
const statusCluster = objectOf(
  {
    clusterProvider: text,
    cluster: text,
    connectivity: wordOf('Unknown', 'Available', 'Retrying', 'Forgotten'),
    resources: listOf(statusResource),
  },
  ['clusterProvider', 'cluster'],
);
const statusAction = objectOf({
  state: text,
  instance: { type: 'string', description: 'The context; empty before the first.' },
  time: { type: 'integer', description: 'Microseconds of log time.' },
  revision: whole,
});

/** Source: EMCO's Resource_Lifecycle_and_Status.md. */
const status = objectOf(
  {
    name: text,
    states: objectOf({ statusctxid: text, actions: listOf(statusAction) }),
    deployedStatus: text,
    readyStatus: readiness,
    deployedCounts: counts,
    readyCounts: counts,
    apps: listOf(objectOf({ name: text, clusters: listOf(statusCluster) })),
  },
  ['name', 'states'],
);

const inventoryItem = objectOf({
  server: text,
  cluster: text,
  resource: text,
  want: wordOf('present', 'absent'),
  status: itemStatus,
  ready: flag,
  version: whole,
  hold: flag,
  done: flag,
  stale: flag,
  reason: text,
});

/** Every document, context and server: what an operator's audit reads. */
const inventory = objectOf({
  documents: listOf(
    objectOf({
      key: text,
      kind: text,
      uid: text,
      etag: text,
      at: whole,
      state: maybeText,
      contextId: maybeText,
      refs: listOf(text),
      revision: whole,
      body: { type: 'object' },
      actions: listOf(objectOf({ state: text, context: maybeText, revision: whole, at: whole })),
    }),
  ),
  contexts: listOf(
    objectOf({
      id: text,
      owner: text,
      ownerUid: text,
      revision: whole,
      want: wordOf('present', 'absent'),
      status: text,
      refs: listOf(text),
      items: listOf(inventoryItem),
    }),
  ),
  servers: listOf(objectOf({ server: text, cluster: text, holder: maybeText, epoch: whole, forgotten: flag })),
});

/** The schemas of answers, by name. */
export function answerSchemas(): Readonly<Record<string, Schema>> {
  return { Problem: problem(), Status: status, Inventory: inventory, Health: objectOf({ status: { const: 'ok' } }) };
}

export const revision: Schema = { type: 'integer', minimum: 1, description: 'The number of the revision that the call made.' };
