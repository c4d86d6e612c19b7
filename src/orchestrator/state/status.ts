// GET …/status, in the shape of EMCO's Resource_Lifecycle_and_Status.md.
import type { Json, JsonObject } from '../../world/index.js';
import type { Answer, Key } from '../wire/command.js';
import { agree, refuse } from './answer.js';
import type { Context, Item } from './context.js';
import { contextOf, contextStatusOf } from './context-of.js';
import type { Document } from './document.js';
import { nameOf } from './shape.js';
import type { State } from './state.js';

/** The recorded actions, the status of the context, and how far each object is, by app and cluster. */
export function statusOf(state: State, kind: string, key: Key): Answer {
  const document = state.documents.get(key);
  if (document === undefined || document.kind !== kind || document.state === null) return refuse('NOT_FOUND', { key });
  const status = contextStatusOf(state, document);
  if (status === 'Lost') return refuse('ILLEGAL_STATE', { verb: 'status', state: document.state, context: status });
  const context = contextOf(state, document);
  const items = context?.items ?? [];
  return agree(200, {
    name: nameOf(key),
    states: statesOf(document),
    deployedStatus: context?.status ?? document.state,
    readyStatus: readyStatusOf(context),
    deployedCounts: countsOf(items.map((item) => item.status)),
    readyCounts: countsOf(items.map(readinessOf)),
    apps: appsOf(items),
  });
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

function appsOf(items: readonly Item[]): Json {
  const apps = grouped(items, (item) => item.planned.app);
  return apps.map(([name, own]) => ({
    name,
    clusters: grouped(own, (item) => item.planned.cluster).map(([cluster, placed]) => clusterEntry(cluster, placed)),
  }));
}

function clusterEntry(cluster: Key, items: readonly Item[]): Json {
  const [, , provider = '', , name = ''] = cluster.split('/');
  const words = new Set(items.map((item) => item.status));
  const connectivity = words.has('Forgotten')
    ? 'Forgotten'
    : words.has('Retrying')
      ? 'Retrying'
      : words.has('Applied') || words.has('Deleted')
        ? 'Available'
        : 'Unknown';
  return { clusterProvider: provider, cluster: name, connectivity, resources: items.map(resourceEntry) };
}

function resourceEntry(item: Item): Json {
  const parts = item.planned.resource.split('/');
  const [name = '', , kind = ''] = parts.toReversed();
  const [group, version] = parts.length === 5 ? [parts[0] ?? '', parts[1] ?? ''] : ['', parts[0] ?? ''];
  return {
    GVK: { Group: group, Version: version, Kind: kind },
    name,
    deployedStatus: item.status,
    readyStatus: readinessOf(item),
    reason: item.reason,
  };
}

function grouped(items: readonly Item[], by: (item: Item) => string): readonly (readonly [string, readonly Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(by(item), [...(groups.get(by(item)) ?? []), item]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
