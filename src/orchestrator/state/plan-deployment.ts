import { asObject, type JsonObject } from '../../world/index.js';
import { ownObject, type Owned, renderApp } from '../package/index.js';
import type { Answer, Key } from '../wire/command.js';
import { refuse } from './answer.js';
import { placeOf, type Plan } from './change-context.js';
import { clustersOf, namespaceOf } from './cloud.js';
import type { Planned } from './context.js';
import type { Document } from './document.js';
import { objectsIn, specOf, textField } from './field.js';
import { placementOf } from './placement.js';
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
export function planDeployment(state: State, group: Document, context: string): Plan | Answer {
  const cloud = state.documents.get(cloudKeyOf(group));
  const held = cloud?.contextId == null ? undefined : state.contexts.get(cloud.contextId);
  if (cloud === undefined || held === undefined) return refuse('CLOUD_NOT_READY', { key: cloudKeyOf(group) });
  const placement = placementOf(state, group.key, clustersOf(held));
  if ('status' in placement) return placement;
  const planned: Planned[] = [];
  for (const app of [...placement.apps.keys()].sort()) {
    const owned = objectsOf(state, group, app, namespaceOf(cloud.body), context);
    if ('status' in owned) return owned;
    const placed = plannedOf(state, [...(placement.apps.get(app) ?? [])].sort(), app, owned);
    if ('status' in placed) return placed;
    planned.push(...placed);
  }
  const twice = firstTwice(planned);
  if (twice !== null) return refuse('RENDER_FAILED', { app: twice.app, file: '', reason: 'OBJECT_TWICE', resource: twice.resource });
  return { planned, labels: [...placement.labels].sort(), cloud: cloud.key };
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
  for (const object of rendered.objects) {
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

function firstTwice(planned: readonly Planned[]): Planned | null {
  const seen = new Set<string>();
  for (const each of planned) {
    if (seen.has(placeOf(each))) return each;
    seen.add(placeOf(each));
  }
  return null;
}
