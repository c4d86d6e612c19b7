// What the reference orchestrator shows of itself, as facts: documents are the intent, contexts and servers the work, labelled objects in the clusters what
// is actually there. Everything comes from the system's own answers.
import { kinds } from '../../../spec/emco/index.js';
import type { Answer, Fact, Observation, Topology } from '../../../src/contract/index.js';
import { asObject, type Json, type JsonObject } from '../../../src/world/index.js';
import { clusterCollections } from './reference-operations.js';

interface Read {
  readonly complete: boolean;
  readonly facts: readonly Fact[];
}

type Reader = (inventory: JsonObject) => readonly Fact[];

/** One look at the audit gives both upper layers, so that they are of one moment; the lowest takes a list of each kind at each cluster. */
export function observationsOf(topology: Topology): readonly Observation[] {
  const audit = [{ op: 'inventory.read', args: {}, to: null }];
  const clusters = topology.nodes.filter((node) => node.role === 'cluster').map((node) => node.id);
  const plurals = Object.keys(clusterCollections);
  const lists = clusters.flatMap((cluster) => plurals.map((plural) => ({ cluster, plural })));
  return [
    { layer: 'intent', looks: audit, read: ([answer]) => readAudit(answer, documentsOf) },
    { layer: 'work', looks: audit, read: ([answer]) => readAudit(answer, workOf) },
    {
      layer: 'actual',
      looks: lists.map(({ cluster, plural }) => ({ op: `cluster.list-${plural}`, args: {}, to: cluster })),
      read: (answers) => ({
        complete: answers.every(isList),
        facts: lists.flatMap(({ cluster, plural }, index) => objectsOf(cluster, plural, answers[index] ?? null)),
      }),
    },
  ];
}

function readAudit(answer: Answer | null | undefined, reader: Reader): Read {
  const inventory = asObject(answer?.body ?? null);
  return inventory === null ? { complete: false, facts: [] } : { complete: true, facts: reader(inventory) };
}

const items = (value: Json | undefined): readonly JsonObject[] => (Array.isArray(value) ? (value as readonly JsonObject[]) : []);
const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
const texts = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

function documentsOf(inventory: JsonObject): readonly Fact[] {
  return items(inventory['documents']).map(documentFact);
}

/** In the simulator an entry that did not change is the very same from look to look. */
const documentFacts = new WeakMap<JsonObject, Fact>();

function documentFact(entry: JsonObject): Fact {
  const known = documentFacts.get(entry);
  if (known !== undefined) return known;
  const context = text(entry['contextId']);
  const key = String(entry['key']);
  const fact: Fact = {
    layer: 'intent',
    key,
    kind: String(entry['kind']),
    uid: text(entry['uid']),
    owner: parentOf(key, String(entry['kind'])),
    refs: [...texts(entry['refs']), ...(context === null ? [] : [`context/${context}`])],
    state: text(entry['state']) ?? 'Created',
    motion: 'rest',
    blockedOn: null,
    revision: typeof entry['revision'] === 'number' ? entry['revision'] : null,
    ...(entry['state'] === null ? {} : { kept: items(entry['actions']).length }),
    body: entry['body'] ?? null,
  };
  documentFacts.set(entry, fact);
  return fact;
}

const rootKinds: ReadonlySet<string> = new Set(kinds.filter((kind) => kind.parent === null).map((kind) => kind.name));

/** The path of the enclosing resource: a composite app's has a version behind its name, every other ends in collection and name. */
function parentOf(key: string, kind: string): string | null {
  if (rootKinds.has(kind)) return null;
  return key
    .split('/')
    .slice(0, kind === 'composite-app' ? -3 : -2)
    .join('/');
}

const moving: ReadonlySet<string> = new Set(['Instantiating', 'Updating', 'Terminating']);

function workOf(inventory: JsonObject): readonly Fact[] {
  const recorded = new Map(items(inventory['documents']).map((entry) => [String(entry['key']), text(entry['contextId'])]));
  const contexts = items(inventory['contexts']).map((entry) => contextFact(entry, recorded));
  return [...contexts, ...items(inventory['servers']).map(serverFact)];
}

/** A context belongs to the document that records it; one that its document does not record belongs to nothing that is there. */
function contextFact(entry: JsonObject, recorded: ReadonlyMap<string, string | null>): Fact {
  const id = String(entry['id']);
  const owner = String(entry['owner']);
  const status = String(entry['status']);
  const entries = items(entry['items']);
  const unready =
    status === 'Instantiated' &&
    entries.some((item) => item['want'] === 'present' && item['ready'] !== true && item['status'] !== 'Forgotten');
  const isRecorded = !recorded.has(owner) || recorded.get(owner) === id;
  return {
    layer: 'work',
    key: `context/${id}`,
    kind: 'context',
    uid: id,
    owner: isRecorded ? owner : `${owner}#unrecorded`,
    refs: texts(entry['refs']),
    state: status,
    motion: moving.has(status) || unready ? 'moving' : 'rest',
    blockedOn: null,
    revision: typeof entry['revision'] === 'number' ? entry['revision'] : null,
    body: {
      wanted: keysOf(entries.filter(isKept(status)), 'Applied', 'present'),
      gone: status === 'Terminated' ? 'all' : keysOf(entries, 'Deleted', 'absent'),
      ready: status === 'Instantiated' && !unready,
    },
  };
}

/** What was stopped is left as it is: of what somebody takes away it only says that it is not ready. */
function isKept(status: string): (item: JsonObject) => boolean {
  return (item) => !status.endsWith('Stopped') || item['ready'] === true;
}

function keysOf(entries: readonly JsonObject[], status: string, want: string): readonly string[] {
  return entries
    .filter((item) => item['status'] === status && item['want'] === want)
    .map((item) => `${String(item['server'])}/${String(item['resource'])}`);
}

function serverFact(entry: JsonObject): Fact {
  const holder = text(entry['holder']);
  const forgotten = entry['forgotten'] === true;
  return {
    layer: 'work',
    key: `server/${String(entry['server'])}`,
    kind: 'server',
    uid: null,
    owner: text(entry['cluster']),
    refs: [],
    state: forgotten ? 'forgotten' : (holder ?? 'free'),
    motion: holder === null && !forgotten ? 'moving' : 'rest',
    blockedOn: null,
    revision: typeof entry['epoch'] === 'number' ? entry['epoch'] : null,
    body: null,
  };
}

/** Whether it is the cluster itself that answers, and with a list. */
function isList(answer: Answer | null): boolean {
  const { kind, items: listed } = asObject(answer?.body ?? null) ?? {};
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(listed);
}

function objectsOf(cluster: string, plural: string, answer: Answer | null): readonly Fact[] {
  const { apiVersion, kind } = clusterCollections[plural] ?? { apiVersion: 'v1', kind: plural };
  return items(asObject(answer?.body ?? null)?.['items']).map((object): Fact => {
    const metadata = asObject(object['metadata'] ?? null) ?? {};
    const context = text(asObject(metadata['labels'] ?? null)?.['orchestrator.context']);
    const going = metadata['deletionTimestamp'] !== undefined;
    return {
      layer: 'actual',
      key: `${cluster}/${apiVersion}/${kind}/${text(metadata['namespace']) ?? ''}/${String(metadata['name'])}`,
      kind,
      uid: text(metadata['uid']),
      owner: context === null ? null : `context/${context}`,
      refs: [],
      state: going ? 'deleting' : 'present',
      motion: going ? 'moving' : 'rest',
      blockedOn: null,
      revision: null,
      body: contentOf(object),
    };
  });
}

/** What somebody wanted of the object: neither what the cluster counts nor when it was written. */
function contentOf(object: JsonObject): JsonObject {
  const { apiVersion: _version, kind: _kind, metadata: _metadata, status: _status, ...content } = object;
  return content;
}
