// GET …/status, in the shape of EMCO's Resource_Lifecycle_and_Status.md.
import type { Json, JsonObject } from '../../world/index.js';
import type { Answer, Key, StatusView } from '../wire/command.js';
import { agree, refuse } from './answer.js';
import type { Context, Item } from './context.js';
import { contextOf, contextStatusOf } from './context-of.js';
import type { Document } from './document.js';
import { nameOf } from './shape.js';
import type { State } from './state.js';

/** The recorded actions, the status of the context, and how far each object is, by app and cluster: as much of it as `view` asks for. */
export function statusOf(state: State, kind: string, key: Key, view: StatusView | null): Answer {
  const document = state.documents.get(key);
  if (document === undefined || document.kind !== kind || document.state === null) return refuse('NOT_FOUND', { key });
  const status = contextStatusOf(state, document);
  if (status === 'Lost') return refuse('ILLEGAL_STATE', { verb: 'status', state: document.state, context: status });
  const context = contextOf(state, document);
  const asked = view ?? whole;
  if (asked.instance !== null && asked.instance !== context?.id) return refuse('NOT_FOUND', { key, instance: asked.instance });
  const items = (context?.items ?? []).filter((item) => isAsked(item, asked));
  const head = { name: nameOf(key), states: statesOf(document) };
  if (asked.list !== null) return agree(200, { ...head, ...listOf(items, asked.list) });
  const deployed = { deployedStatus: context?.status ?? document.state, deployedCounts: countsOf(items.map((item) => item.status)) };
  const ready = { readyStatus: readyStatusOf(context), readyCounts: countsOf(items.map(readinessOf)) };
  return agree(200, {
    ...head,
    ...(asked.status === 'ready' ? {} : deployed),
    ...(asked.status === 'deployed' ? {} : ready),
    ...(asked.output === 'summary' ? {} : { apps: appsOf(items, asked) }),
  });
}

const whole: StatusView = { status: null, output: 'all', list: null, instance: null, apps: [], clusters: [], resources: [] };

function isAsked({ planned }: Item, { apps, clusters, resources }: StatusView): boolean {
  const [, , provider = '', , cluster = ''] = planned.cluster.split('/');
  return isAmong(apps, planned.app) && isAmong(clusters, `${provider}+${cluster}`) && isAmong(resources, nameOf(planned.resource));
}

function isAmong(asked: readonly string[], name: string): boolean {
  return asked.length === 0 || asked.includes(name);
}

/** Names alone. Source of the field names: EMCO's status API. */
function listOf(items: readonly Item[], list: 'apps' | 'clusters' | 'resources'): JsonObject {
  const apps = grouped(items, (item) => item.planned.app);
  if (list === 'apps') return { apps: apps.map(([app]) => app) };
  if (list === 'clusters')
    return {
      'clusters-by-app': apps.map(([app, own]) => ({
        app,
        clusters: grouped(own, (item) => item.planned.cluster).map(([key]) => clusterName(key)),
      })),
    };
  return {
    'resources-by-app': apps.map(([app, own]) => ({
      app,
      resources: grouped(own, (item) => item.planned.resource).map(([resource]) => namesIn(resource)),
    })),
  };
}

function statesOf(document: Document): Json {
  const actions = document.actions.map(({ state, context, revision, at }) => ({ state, instance: context ?? '', time: at, revision }));
  return { statusctxid: document.contextId ?? '', actions };
}

function readyStatusOf(context: Context | null): string {
  if (context === null || context.status === 'Terminated') return 'NotPresent';
  return context.status === 'Instantiated' && context.items.every((item) => item.work.ready || item.status === 'Forgotten')
    ? 'Ready'
    : 'NotReady';
}

function readinessOf(item: Item): string {
  if (item.status === 'Deleted' || item.status === 'Forgotten') return 'NotPresent';
  return item.work.ready ? 'Ready' : 'NotReady';
}

function countsOf(words: readonly string[]): JsonObject {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function appsOf(items: readonly Item[], view: StatusView): Json {
  const apps = grouped(items, (item) => item.planned.app);
  return apps.map(([name, own]) => ({
    name,
    clusters: grouped(own, (item) => item.planned.cluster).map(([cluster, placed]) => clusterEntry(cluster, placed, view)),
  }));
}

function clusterEntry(cluster: Key, items: readonly Item[], view: StatusView): Json {
  return { ...clusterName(cluster), connectivity: connectivityOf(items), resources: items.map((item) => resourceEntry(item, view)) };
}

function clusterName(cluster: Key): JsonObject {
  const [, , provider = '', , name = ''] = cluster.split('/');
  return { clusterProvider: provider, cluster: name };
}

function connectivityOf(items: readonly Item[]): string {
  const words = new Set(items.map((item) => item.status));
  if (words.has('Forgotten')) return 'Forgotten';
  if (words.has('Retrying')) return 'Retrying';
  return words.has('Applied') || words.has('Deleted') ? 'Available' : 'Unknown';
}

function resourceEntry(item: Item, { status, output }: StatusView): Json {
  return {
    ...namesIn(item.planned.resource),
    ...(status === 'ready' ? {} : { deployedStatus: item.status }),
    ...(status === 'deployed' ? {} : { readyStatus: readinessOf(item) }),
    reason: item.reason,
    ...(output === 'detail' ? { detail: item.planned.manifest } : {}),
  };
}

function namesIn(resource: string): JsonObject {
  const parts = resource.split('/');
  const [name = '', , kind = ''] = parts.toReversed();
  const [group, version] = parts.length === 5 ? [parts[0] ?? '', parts[1] ?? ''] : ['', parts[0] ?? ''];
  return { GVK: { Group: group, Version: version, Kind: kind }, name };
}

function grouped(items: readonly Item[], by: (item: Item) => string): readonly (readonly [string, readonly Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(by(item), [...(groups.get(by(item)) ?? []), item]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
