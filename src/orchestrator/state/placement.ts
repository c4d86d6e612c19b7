// Which app goes to which clusters, as the intents of a deployment intent group say.
import { asObject, type JsonObject } from '../../world/index.js';
import type { Answer, Key } from '../wire/command.js';
import { refuse } from './answer.js';
import { objectsIn, specOf, textField } from './field.js';
import { serverOf } from './planned.js';
import { nameOf } from './shape.js';
import type { State } from './state.js';
import { childDocuments } from './tables.js';

export interface Placement {
  /** By app, the clusters, in order. */
  readonly apps: ReadonlyMap<string, ReadonlySet<Key>>;
  /** The label documents by which clusters were found. */
  readonly labels: ReadonlySet<Key>;
}

/** `inCloud` are the clusters that the group's logical cloud holds. */
export function placementOf(state: State, group: Key, inCloud: ReadonlySet<Key>): Placement | Answer {
  const apps = new Map<string, Set<Key>>();
  const search: Search = { state, inCloud, labels: new Set() };
  for (const intent of childDocuments(state, group, 'group-intent')) {
    const name = textField(asObject(specOf(intent.body)['intent']) ?? {}, 'genericPlacementIntent');
    if (name === null) continue;
    for (const appIntent of childDocuments(state, `${group}/generic-placement-intents/${name}`, 'app-intent')) {
      const spec = specOf(appIntent.body);
      const found = place(search, asObject(spec['intent']) ?? {});
      if ('status' in found) return found;
      if (found.clusters.length === 0) return refuse('PLACEMENT_EMPTY', { key: appIntent.key });
      const app = String(spec['app']);
      apps.set(app, new Set([...(apps.get(app) ?? []), ...found.clusters]));
    }
  }
  return apps.size === 0 ? refuse('PLACEMENT_MISSING', { key: group }) : { apps, labels: search.labels };
}

interface Search {
  readonly state: State;
  readonly inCloud: ReadonlySet<Key>;
  readonly labels: Set<Key>;
}

interface Found {
  readonly clusters: readonly Key[];
}

/** All clusters that `allOf` names, and the first usable one of each `anyOf`. */
function place(search: Search, intent: JsonObject): Found | Answer {
  const clusters: Key[] = [];
  for (const entry of objectsIn(intent['allOf'])) {
    const named = candidates(search, entry);
    const refused = named.by === 'cluster' ? obstacle(search, named.clusters) : null;
    if (refused !== null) return refused;
    clusters.push(...(named.by === 'cluster' ? named.clusters : labelled(search, named)));
    const inner = firstUsable(search, entry['anyOf']);
    if ('status' in inner) return inner;
    clusters.push(...inner.clusters);
  }
  const outer = firstUsable(search, intent['anyOf']);
  return 'status' in outer ? outer : { clusters: [...clusters, ...outer.clusters] };
}

interface Candidates extends Found {
  readonly by: 'cluster' | 'label' | 'nothing';
  readonly label: string;
}

function candidates(search: Search, entry: JsonObject): Candidates {
  const provider = `/cluster-providers/${String(entry['clusterProvider'])}`;
  const cluster = textField(entry, 'cluster');
  if (cluster !== null) return { by: 'cluster', clusters: [`${provider}/clusters/${cluster}`], label: '' };
  const label = textField(entry, 'clusterLabel');
  if (label === null) return { by: 'nothing', clusters: [], label: '' };
  const clusters = childDocuments(search.state, provider, 'cluster').map((document) => document.key);
  return { by: 'label', label, clusters: clusters.filter((key) => search.state.documents.has(`${key}/labels/${label}`)) };
}

/** Those of a label's clusters that can be deployed to; their labels are in use from then on. */
function labelled(search: Search, named: Candidates): readonly Key[] {
  const usable = named.clusters.filter((key) => isUsable(search, key));
  if (named.by === 'label') for (const key of usable) search.labels.add(`${key}/labels/${named.label}`);
  return usable;
}

function isUsable(search: Search, cluster: Key): boolean {
  return search.inCloud.has(cluster) && serverOf(search.state, cluster) !== null;
}

function obstacle(search: Search, clusters: readonly Key[]): Answer | null {
  for (const key of clusters) {
    if (serverOf(search.state, key) === null) return refuse('CLUSTER_FORGOTTEN', { key });
    if (!search.inCloud.has(key)) return refuse('CLUSTER_NOT_IN_CLOUD', { key });
  }
  return null;
}

function firstUsable(search: Search, list: JsonObject[string] | undefined): Found | Answer {
  const entries = objectsIn(list);
  for (const entry of entries) {
    const named = candidates(search, entry);
    const first = named.clusters.find((key) => isUsable(search, key));
    if (first === undefined) continue;
    if (named.by === 'label') search.labels.add(`${first}/labels/${named.label}`);
    return { clusters: [first] };
  }
  if (entries.length === 0) return { clusters: [] };
  return refuse('PLACEMENT_EMPTY', { clusters: entries.map((entry) => nameOf(String(entry['cluster'] ?? entry['clusterLabel'] ?? ''))) });
}
