import { type Answer, answerJson, answerRefusal } from './answer.js';
import { type ClusterState, objectKey, type Stored } from './cluster-state.js';
import { definitions, definitionType } from './definitions.js';
import { matchesSelector, parseSelector, type Requirement } from './label-selector.js';
import { badRequest, isRefusal, type Refusal, refusal } from './refusal.js';
import type { ResourceType } from './resource-types.js';
import type { Target } from './route.js';
import { scaleOf } from './scale.js';
import { type Included, tableOf } from './table.js';
import type { Turn } from './turn.js';

/** What a list or a watch selects. */
export interface Selection {
  readonly type: ResourceType;
  readonly namespace: string;
  readonly name: string | null;
  readonly selector: readonly Requirement[];
}

export function notFound(type: ResourceType, name: string): Refusal {
  const group = type.apiVersion.includes('/') ? `.${type.apiVersion.split('/')[0] ?? ''}` : '';
  return refusal(404, 'NotFound', `${type.plural}${group} "${name}" not found`);
}

export function getObject({ state, env }: Turn, target: Target, table: Included | null): Answer {
  const { type, namespace, name, part } = target;
  const found =
    type === definitionType ? definitions.find((each) => each.name === name) : state.objects.get(objectKey(type, namespace, name));
  if (found === undefined) return answerRefusal(notFound(type, name));
  if (part === 'scale') return answerJson(200, scaleOf(found));
  if (table === null) return { status: 200, body: found.text };
  return answerJson(200, tableOf(type, [found], { resourceVersion: String(found.revision) }, table, env.wall));
}

/** The selection that the query of a list or watch asks for. */
export function selectionOf(target: Target, query: URLSearchParams): Selection | Refusal {
  const selector = parseSelector(query.get('labelSelector') ?? '');
  if (isRefusal(selector)) return selector;
  const fields = query.get('fieldSelector') ?? '';
  const match = /^(?:metadata\.name==?([^,=]+))?$/.exec(fields);
  if (match === null) return badRequest(`field label not supported: ${fields}`);
  return { type: target.type, namespace: target.namespace, name: match[1] ?? null, selector };
}

export function isSelected({ type, namespace, name, selector }: Selection, stored: Stored): boolean {
  if (stored.type !== type || (namespace !== '' && stored.namespace !== namespace)) return false;
  return (name === null || stored.name === name) && matchesSelector(selector, stored.labels);
}

/** All selected objects, by namespace and name, as of now. */
export function selectObjects(state: ClusterState, selection: Selection): readonly Stored[] {
  const selected: Stored[] = [];
  for (const stored of selection.type === definitionType ? definitions : state.objects.values())
    if (isSelected(selection, stored)) selected.push(stored);
  return selected.sort(compareStored);
}

/** The order of lists. */
export function compareStored(a: Stored, b: Stored): number {
  return compare(a.namespace, b.namespace) || compare(a.name, b.name) || compare(a.type.kind, b.type.kind);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Whether the namespace of an object can take new objects. Null when it can. */
export function namespaceRefusal(state: ClusterState, { type, namespace }: Target, name: string): Refusal | null {
  if (!type.namespaced) return null;
  const found = state.objects.get(`v1/namespaces//${namespace}`);
  if (found === undefined) return refusal(404, 'NotFound', `namespaces "${namespace}" not found`);
  if (!found.deleting) return null;
  return refusal(
    403,
    'Forbidden',
    `${type.plural} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
  );
}
