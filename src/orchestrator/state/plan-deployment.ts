import { asObject, type JsonObject } from '../../world/index.js';
import { ownObject, type Owned, renderApp } from '../package/index.js';
import type { StateRules } from '../rules/index.js';
import type { Answer, Key } from '../wire/command.js';
import { refuse } from './answer.js';
import type { Plan } from './change-context.js';
import { clustersOf, namespaceOf } from './cloud.js';
import type { Planned } from './context.js';
import { turnOf } from './dependency.js';
import type { Document } from './document.js';
import { objectsIn, specOf, textField } from './field.js';
import { labelClients, planChains } from './plan-chain.js';
import { planTraffic } from './plan-traffic.js';
import { type Placement, placementOf } from './placement.js';
import { plannedOf } from './planned.js';
import { enclosing } from './shape.js';
import type { State } from './state.js';
import { childDocuments } from './tables.js';

/** The key of the cloud that a deployment intent group deploys into. */
export function cloudKeyOf(group: Document): Key {
  return `${enclosing(group.key, 'project')}/logical-clouds/${String(specOf(group.body)['logicalCloud'])}`;
}

/**
 * What a deployment intent group wants on which cluster. Objects keep the names that their manifests give them; two apps that make the same object on
 * the same cluster fail.
 */
export function planDeployment(state: State, group: Document, context: string, rules: StateRules): Plan | Answer {
  const cloud = state.documents.get(cloudKeyOf(group));
  const held = cloud?.contextId == null ? undefined : state.contexts.get(cloud.contextId);
  if (cloud === undefined || held === undefined) return refuse('CLOUD_NOT_READY', { key: cloudKeyOf(group) });
  const placement = placementOf(state, group.key, clustersOf(held));
  if ('status' in placement) return placement;
  const namespace = namespaceOf(cloud.body);
  const planned: Planned[] = [];
  for (const app of [...placement.apps.keys()].sort()) {
    const owned = objectsOf(state, group, app, namespace, context);
    if ('status' in owned) return owned;
    const turn = turnOf(state, enclosing(group.key, 'composite-app'), app, placement.apps);
    const placed = plannedOf(state, [...(placement.apps.get(app) ?? [])].sort(), app, owned, turn);
    if ('status' in placed) return placed;
    planned.push(...placed);
  }
  const beside = [...planTraffic(state, group.key, namespace, context), ...planChains(state, group.key, namespace, context)];
  for (const each of beside) {
    const placed = plannedOf(state, clustersWith(placement, each.apps), each.apps[0] ?? '', [each.owned]);
    if ('status' in placed) return placed;
    planned.push(...placed);
  }
  const twice = firstTwice(planned, rules);
  if (twice !== null) return refuse('RENDER_FAILED', { app: twice.app, file: '', reason: 'OBJECT_TWICE', resource: twice.resource });
  return { planned, labels: [...placement.labels].sort(), cloud: cloud.key };
}

/** The clusters on which one of the apps is placed, in order. */
function clustersWith(placement: Placement, apps: readonly string[]): readonly Key[] {
  return [...new Set(apps.flatMap((app) => [...(placement.apps.get(app) ?? [])]))].sort();
}

function objectsOf(state: State, group: Document, app: string, namespace: string, context: string): readonly Owned[] | Answer {
  const spec = specOf(group.body);
  const root = enclosing(group.key, 'composite-app');
  const profiles = childDocuments(state, `${root}/composite-profiles/${String(spec['compositeProfile'])}`, 'profile');
  const rendered = renderApp({
    app: state.documents.get(`${root}/apps/${app}`)?.payload ?? null,
    profile: profiles.find((profile) => specOf(profile.body)['app'] === app)?.payload ?? null,
    overrides: overridesOf(spec, app),
    releaseName: textField(spec, 'version') ?? '',
    namespace,
  });
  if ('reason' in rendered) return refuse('RENDER_FAILED', { app, file: rendered.file, reason: rendered.reason });
  const owned: Owned[] = [];
  for (const object of labelClients(state, group.key, app, rendered.objects)) {
    const made = ownObject(object, namespace, context);
    if ('reason' in made) return refuse('RENDER_FAILED', { app, file: '', reason: made.reason });
    owned.push(made);
  }
  return owned;
}

function overridesOf(spec: JsonObject, app: string): JsonObject {
  return objectsIn(spec['overrideValues'])
    .filter((each) => each['app'] === app)
    .reduce<JsonObject>((all, each) => ({ ...all, ...asObject(each['values']) }), {});
}

function firstTwice(planned: readonly Planned[], rules: StateRules): Planned | null {
  const seen = new Set<string>();
  for (const each of planned) {
    const place = rules.placeOf(each.server, each.resource);
    if (seen.has(place)) return each;
    seen.add(place);
  }
  return null;
}
