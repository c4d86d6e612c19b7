// What other contexts have against a plan. Cost: linear in all items of all contexts, and paid only by calls that change a context.
import type { StateRules } from '../rules/index.js';
import type { Answer } from '../wire/command.js';
import { refuse } from './answer.js';
import { type Context, type Item, isReleased, type Planned } from './context.js';
import type { Document } from './document.js';
import { nameOf } from './shape.js';
import type { State } from './state.js';
import { referrersOf } from './tables.js';

/** Refuses when another context has the namespace that the plan makes. */
export function checkNamespaceFree(state: State, own: string | null, planned: readonly Planned[], rules: StateRules): Answer | null {
  const namespaces = planned.filter((each) => each.resource.startsWith('v1/Namespace//'));
  const taken = firstTaken(state, own, namespaces, rules);
  return taken === null
    ? null
    : refuse('NAMESPACE_TAKEN', {
        namespace: nameOf(taken.item.planned.resource),
        key: taken.item.planned.cluster,
        by: taken.context.owner,
      });
}

/** Refuses when another context has, or may still have, one of the plan's objects. */
export function checkObjectsFree(state: State, own: string | null, planned: readonly Planned[], rules: StateRules): Answer | null {
  const taken = firstTaken(state, own, planned, rules);
  return taken === null
    ? null
    : refuse('OBJECT_TAKEN', { resource: taken.item.planned.resource, key: taken.item.planned.cluster, by: taken.context.owner });
}

/** Refuses when a deployment intent group has a context in the cloud. */
export function checkCloudUnused(state: State, cloud: Document, rules: StateRules): Answer | null {
  const user = usersOf(state, cloud).find((context) => rules.blocksCloud(context.status));
  return user === undefined ? null : refuse('CLOUD_IN_USE', { key: cloud.key, by: user.owner });
}

/** Refuses when the plan drops a cluster on which a deployment intent group has anything in this cloud. */
export function checkClustersKept(state: State, cloud: Document, planned: readonly Planned[]): Answer | null {
  const kept = new Set(planned.map((each) => each.cluster));
  for (const user of usersOf(state, cloud)) {
    const lost = user.items.find((item) => !isReleased(item) && !kept.has(item.planned.cluster));
    if (lost !== undefined) return refuse('CLUSTER_IN_USE', { key: lost.planned.cluster, by: user.owner });
  }
  return null;
}

function usersOf(state: State, cloud: Document): readonly Context[] {
  return referrersOf(state, cloud.key).flatMap((referrer) => state.contexts.get(referrer) ?? []);
}

function firstTaken(
  state: State,
  own: string | null,
  planned: readonly Planned[],
  rules: StateRules,
): { readonly context: Context; readonly item: Item } | null {
  if (planned.length === 0) return null;
  const places = new Set(planned.map((each) => rules.placeOf(each.server, each.resource)));
  for (const context of state.contexts.values()) {
    if (context.id === own || context.status === 'Terminated') continue;
    const item = context.items.find((each) => !isReleased(each) && places.has(rules.placeOf(each.planned.server, each.planned.resource)));
    if (item !== undefined) return { context, item };
  }
  return null;
}
