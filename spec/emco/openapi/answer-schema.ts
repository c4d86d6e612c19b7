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

const named = { GVK: objectOf({ Group: text, Version: text, Kind: text }), name: text } as const;
const clusterName = { clusterProvider: text, cluster: text } as const;
const statusResource = objectOf(
  {
    ...named,
    deployedStatus: itemStatus,
    readyStatus: readiness,
    reason: { type: 'string', description: 'What the cluster said last, where it refused.' },
    detail: { type: 'object', description: 'The object as it is wanted; with `output=detail`.' },
  },
  ['GVK', 'name', 'reason'],
);
const statusCluster = objectOf({
  ...clusterName,
  connectivity: wordOf('Unknown', 'Available', 'Retrying', 'Forgotten'),
  resources: listOf(statusResource),
});
const statusAction = objectOf({
  state: text,
  instance: { type: 'string', description: 'The context; empty before the first.' },
  time: { type: 'integer', description: 'Microseconds of log time.' },
  revision: whole,
});
const head = { name: text, states: objectOf({ statusctxid: text, actions: listOf(statusAction) }) } as const;

/** How far it is: what was achieved (`deployed`), what the clusters say (`ready`), or both. */
const progress: Schema = {
  ...objectOf(
    {
      ...head,
      deployedStatus: { type: 'string', description: 'The status of the context; the recorded state where there is none.' },
      deployedCounts: counts,
      readyStatus: readiness,
      readyCounts: counts,
      apps: listOf(objectOf({ name: text, clusters: listOf(statusCluster) })),
    },
    ['name', 'states'],
  ),
  anyOf: [{ required: ['deployedStatus', 'deployedCounts'] }, { required: ['readyStatus', 'readyCounts'] }],
};

/** Source: EMCO's Resource_Lifecycle_and_Status.md. With `apps`, `clusters` or `resources` the answer is a list of names. */
const status: Schema = {
  oneOf: [
    progress,
    { ...objectOf({ ...head, apps: listOf(text) }), not: { anyOf: [{ required: ['deployedStatus'] }, { required: ['readyStatus'] }] } },
    objectOf({ ...head, 'clusters-by-app': listOf(objectOf({ app: text, clusters: listOf(objectOf(clusterName)) })) }),
    objectOf({ ...head, 'resources-by-app': listOf(objectOf({ app: text, resources: listOf(objectOf(named)) })) }),
  ],
};

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
  audit: whole,
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

/** One page of the audit. */
const audit = objectOf({
  records: listOf(
    objectOf({
      seq: whole,
      index: whole,
      at: whole,
      actor: maybeText,
      call: maybeText,
      verb: text,
      kind: text,
      key: text,
      uid: text,
      revision: whole,
      from: maybeText,
      to: maybeText,
      context: maybeText,
    }),
  ),
  next: whole,
  oldest: whole,
  last: whole,
});

const managers = objectOf({
  leader: text,
  term: whole,
  commit: whole,
  applied: whole,
  members: listOf(
    objectOf({
      name: text,
      role: wordOf('leader', 'follower', 'learner'),
      lack: { type: ['integer', 'null'], description: 'Entries that it is not known to have; null: nothing is known of it.' },
      silence: { type: ['integer', 'null'], description: 'Microseconds since it was heard of; null for who leads, and where it was not.' },
    }),
  ),
});

/** The text of `state`, as JSON without spaces, is at most 6 MiB. */
const backup = objectOf({
  backup: { const: 1, description: 'The version of the format.' },
  at: { ...whole, description: 'Log time, microseconds.' },
  checksum: { type: 'string', pattern: '^[0-9a-f]{16}$', description: 'Of the state; it must be sent as it was answered.' },
  state: { type: 'object' },
});

/** What is answered about managers and backups. */
const ownSchemas: Readonly<Record<string, Schema>> = {
  Managers: managers,
  ManagerChanged: objectOf({ change: wordOf('add', 'remove'), name: text }),
  Backup: backup,
  Restored: objectOf({ documents: whole, contexts: whole, servers: whole }),
};

/** The schemas of answers, by name. */
export function answerSchemas(): Readonly<Record<string, Schema>> {
  return {
    Problem: problem(),
    Status: status,
    Inventory: inventory,
    Audit: audit,
    Health: objectOf({ status: { const: 'ok' } }),
    ...ownSchemas,
  };
}

export const revision: Schema = { type: 'integer', minimum: 1, description: 'The number of the revision that the call made.' };
