// Short sequences whose steps belong together and are part of no ordinary life: each is one thing that somebody might do, and what a control plane without
// care would get wrong. A plan weaves some of them into its lanes.
import type { Errand } from '../../../src/contract/index.js';
import { asObject, type JsonObject } from '../../../src/world/index.js';
import { migrationOf } from './reference-more.js';
import { bodies, document, errand, type Names, profilePackage } from './reference-world.js';

const group = 'deployment-intent-group';

export type Story = readonly Errand[];

/** Those that make sense at any time. */
export function storiesOf(names: Names): readonly Story[] {
  return [
    ...namesakes(names),
    cloudGoes(names),
    cloudGoes(names),
    permissionGoes(names),
    ...narrowed(names),
    ...insisting(names),
    ...otherwise(names),
    ...moved(names),
    ...forgotten(names),
  ];
}

/** Names that begin with the name of something that is not there. */
function namesakes({ prefix }: Names): readonly Story[] {
  const [near, nearby] = [`/projects/${prefix}near`, `/projects/${prefix}nearby`];
  const [cloud, app] = [`${near}/logical-clouds/x`, `${near}/composite-apps/x/v1`];
  const inside = [
    errand('composite-app.create', app, { body: { metadata: { name: 'x' }, spec: { compositeAppVersion: 'v1' } } }),
    errand('logical-cloud.create', cloud, { body: document(cloud, { level: '1', namespace: `${prefix}near` }) }),
  ];
  return inside.map((child) => [errand('project.create', nearby, { body: document(nearby) }), child, errand('project.delete', nearby)]);
}

/** A cloud is down, and still has something inside of it. */
function cloudGoes(names: Names): Story {
  return [
    errand(`${group}.terminate`, names.group),
    errand('logical-cloud.terminate', names.cloud, {}, true),
    errand('logical-cloud.delete', names.cloud, {}, true),
    errand('logical-cloud.instantiate', names.cloud),
  ];
}

/** What a cloud that is up cannot do without. */
function permissionGoes(names: Names): Story {
  return [
    errand('cluster-quota.create', names.more.quota, { body: document(names.more.quota, { 'limits.cpu': '400' }) }),
    errand('user-permission.delete', names.permission),
    errand('logical-cloud.update', names.cloud),
    errand('user-permission.create', names.permission, { body: bodies.permission(names) }),
  ];
}

/** A cluster is given up while something is under way on it. */
function forgotten({ group: key, clusters: [, two] }: Names): readonly Story[] {
  const forget = errand('cluster.forget', two);
  return [
    [errand(`${group}.terminate`, key), forget],
    [errand(`${group}.update`, key), forget, errand(`${group}.terminate`, key, {}, true)],
  ];
}

/** From two clusters to one, and back. */
function narrowed(names: Names): readonly Story[] {
  const narrow = errand('app-intent.replace', names.appIntent, { body: bodies.narrowIntent(names) });
  const wide = errand('app-intent.replace', names.appIntent, { body: bodies.appIntent(names) });
  const update = errand(`${group}.update`, names.group, {}, true);
  return [
    [narrow, update],
    [narrow, update, { ...update, rest: true }],
    [narrow, update, wide, update],
  ];
}

/** Writes that insist on the version that was seen: nobody came between, somebody did, and it was deleted meanwhile. */
function insisting(names: Names): readonly Story[] {
  const near = `/projects/${names.prefix}nearby`;
  const kinds: readonly (readonly [string, string, JsonObject, JsonObject])[] = [
    [group, names.group, bodies.group(names), bodies.group(names, 'mine')],
    ['app-intent', names.appIntent, bodies.appIntent(names), bodies.narrowIntent(names)],
    ['project', near, document(near), { metadata: { name: `${names.prefix}nearby`, description: 'mine' } }],
  ];
  return kinds.flatMap(([kind, key, body, mine]) => {
    const seen: Errand = { ...errand(`${kind}.get`, key), makes: `$${kind}` };
    const tag = { ifMatch: { $: `$${kind}` } };
    const create = errand(`${kind}.create`, key, { body });
    const insist = errand(`${kind}.replace`, key, { body: mine, ...tag });
    return [
      [create, seen, errand(`${kind}.replace`, key, { body }), insist],
      [create, seen, insist, errand(`${kind}.delete`, key, tag)],
      [create, seen, errand(`${kind}.delete`, key), insist, create],
    ];
  });
}

/** A method that no resource takes, and one that each takes. */
function otherwise(names: Names): readonly Story[] {
  const near = `/projects/${names.prefix}nearby`;
  return [
    [errand('project.patch', near), errand('project.get', near)],
    [errand(`${group}.patch`, names.group), errand(`${group}.get`, names.group)],
  ];
}

/** What a document names changes, and what it named or names now goes. */
function moved(names: Names): readonly Story[] {
  const { profile, web, more, project } = names;
  const spare = `${project}/logical-clouds/spare`;
  const elsewhere = errand('profile.replace', profile, { body: document(profile, { app: 'store' }), file: profilePackage });
  const make = errand('logical-cloud.create', spare, { body: document(spare, { level: '1', namespace: `${names.prefix}spare` }) });
  const bodyIn = (logicalCloud: string): JsonObject => ({
    metadata: { name: 'd' },
    spec: { ...asObject(bodies.group(names)['spec'] ?? null), logicalCloud },
  });
  const to = errand(`${group}.replace`, names.group, { body: bodyIn('spare') });
  const back = errand(`${group}.replace`, names.group, { body: bodyIn('l') });
  return [
    [elsewhere, errand('app.delete', more.store)],
    [elsewhere, errand('app.delete', web)],
    [make, to, errand('logical-cloud.delete', spare)],
    [make, to, back, errand('logical-cloud.delete', spare)],
  ];
}

/** Once the next version is approved. */
export function migrationStories(names: Names): readonly Story[] {
  return [
    [migrationOf(names), errand(`${group}.approve`, names.group), errand(`${group}.instantiate`, names.group)],
    [migrationOf(names), errand(`${group}.terminate`, names.next.group, {}, true), errand(`${group}.approve`, names.group)],
  ];
}
