import type { Errand } from '../../../src/contract/index.js';
import {
  migrationOf,
  networksOf,
  nextOf,
  quotasOf,
  trafficOf,
  withoutNetworks,
  withoutNext,
  withoutQuotas,
  withoutTraffic,
} from './reference-more.js';
import { appPackage, bodies, document, errand, type Names, profilePackage } from './reference-world.js';

/** How far a set-up goes before the lanes start: the first stages of the life. */
export const levels = ['none', 'clusters', 'cloud', 'group', 'running'] as const;
export type Level = (typeof levels)[number];
/** The parts of the life, in their order. */
export type Stage = Exclude<Level, 'none'> | 'cycle' | 'more' | 'next' | 'migrate' | 'down';

const group = 'deployment-intent-group';

function clusters(names: Names): readonly Errand[] {
  const [one, two] = names.clusters;
  return [
    errand('cluster-provider.create', names.provider, { body: document(names.provider) }),
    errand('cluster.create', one, { body: document(one), file: { kubeconfig: 'cluster1' } }),
    errand('cluster.create', two, { body: document(two), file: { kubeconfig: 'cluster2' } }),
    errand('label.create', names.label, { body: { clusterLabel: 'west' } }),
    errand('project.create', names.project, { body: document(names.project) }),
  ];
}

export function cloud(names: Names, namespace = 'ns'): readonly Errand[] {
  const [first, second] = names.references;
  return [
    errand('logical-cloud.create', names.cloud, { body: bodies.cloud(names, namespace) }),
    errand('user-permission.create', names.permission, { body: bodies.permission(names, namespace) }),
    errand('cluster-reference.create', first, { body: bodies.reference(names, 0) }),
    errand('cluster-reference.create', second, { body: bodies.reference(names, 1) }),
    errand('logical-cloud.instantiate', names.cloud),
  ];
}

export function intents(names: Names): readonly Errand[] {
  return [
    errand('composite-app.create', names.app, { body: bodies.compositeApp(names) }),
    errand('app.create', names.web, { body: document(names.web), file: appPackage(2) }),
    errand('composite-profile.create', names.compositeProfile, { body: document(names.compositeProfile) }),
    errand('profile.create', names.profile, { body: bodies.profile(names), file: profilePackage }),
    errand(`${group}.create`, names.group, { body: bodies.group(names) }),
    errand('generic-placement-intent.create', names.placement, { body: bodies.placement(names) }),
    errand('app-intent.create', names.appIntent, { body: bodies.appIntent(names) }),
    errand('group-intent.create', names.groupIntent, { body: bodies.groupIntent(names) }),
    errand(`${group}.approve`, names.group),
  ];
}

/** The set-up steps of each level, in their order. */
export function setUpOf(names: Names): Readonly<Record<Exclude<Level, 'none'>, readonly Errand[]>> {
  return {
    clusters: clusters(names),
    cloud: cloud(names),
    group: intents(names),
    running: [errand(`${group}.instantiate`, names.group, {}, true)],
  };
}

function cycle(names: Names): readonly Errand[] {
  return [
    errand('app.replace', names.web, { body: document(names.web), file: appPackage(3) }),
    errand(`${group}.update`, names.group, {}, true),
    errand(`${group}.rollback`, names.group, { body: { metadata: {}, spec: { revision: '1' } } }, true),
    errand(`${group}.terminate`, names.group, {}, true),
    errand(`${group}.instantiate`, names.group, {}, true),
  ];
}

function more(names: Names): readonly Errand[] {
  return [
    ...networksOf(names),
    ...quotasOf(names),
    errand('logical-cloud.update', names.cloud, {}, true),
    ...trafficOf(names),
    errand('group-intent.replace', names.groupIntent, { body: bodies.groupIntent(names, { dtc: 't' }) }),
    errand(`${group}.update`, names.group, {}, true),
  ];
}

function migrate(names: Names): readonly Errand[] {
  return [
    migrationOf(names),
    errand(`${group}.update`, names.next.group, {}, true),
    errand(`${group}.terminate`, names.next.group, {}, true),
  ];
}

/** Everything away again, what is inside before what it is inside of. */
function down(names: Names): readonly Errand[] {
  return [
    errand('logical-cloud.terminate', names.cloud, {}, true),
    errand('logical-cloud.instantiate', names.cloud, {}, true),
    ...withoutNext(names),
    errand('logical-cloud.terminate', names.cloud, {}, true),
    errand('group-intent.delete', names.groupIntent, {}, true),
    errand('controller.delete', names.more.controller),
    ...withoutTraffic(names),
    ...intentsDown(names).slice(1),
    ...withoutQuotas(names),
    ...cloudDown(names),
    ...withoutNetworks(names),
    ...clustersDown(names),
  ];
}

function intentsDown(names: Names): readonly Errand[] {
  return [
    errand('group-intent.delete', names.groupIntent, {}, true),
    errand('app-intent.delete', names.appIntent),
    errand('generic-placement-intent.delete', names.placement),
    errand(`${group}.delete`, names.group),
    errand('profile.delete', names.profile),
    errand('composite-profile.delete', names.compositeProfile),
    errand('app.delete', names.web),
  ];
}

function cloudDown(names: Names): readonly Errand[] {
  const [first, second] = names.references;
  return [
    errand('composite-app.delete', names.app),
    errand('cluster-reference.delete', first),
    errand('cluster-reference.delete', second),
    errand('user-permission.delete', names.permission),
    errand('logical-cloud.delete', names.cloud),
    errand('project.delete', names.project),
  ];
}

function clustersDown(names: Names): readonly Errand[] {
  const [one, two] = names.clusters;
  return [
    errand('label.delete', names.label),
    errand('cluster.delete', one),
    errand('cluster.delete', two),
    errand('cluster-provider.delete', names.provider),
  ];
}

function stagesOf(names: Names): Readonly<Record<Stage, readonly Errand[]>> {
  return { ...setUpOf(names), cycle: cycle(names), more: more(names), next: nextOf(names), migrate: migrate(names), down: down(names) };
}

/** From nothing to running and back to nothing, in a valid order. */
export function lifeOf(names: Names): readonly Errand[] {
  return Object.values(stagesOf(names)).flat();
}

/** What was changed since it was last read: pages enough for a run. */
const auditRead: readonly Errand[] = Array.from({ length: 3 }, () => ({
  op: 'audit.read',
  args: { after: { $: '$audit' } },
  makes: '$audit',
  rest: false,
}));

/** The shortest life that makes a deployment ready: what the canary walks. Ready is asked until it is so. */
export function shortLifeOf(names: Names): readonly Errand[] {
  return [
    ...Object.values(setUpOf(names)).flat(),
    errand(`${group}.ready`, names.group),
    ...auditRead,
    errand(`${group}.terminate`, names.group),
    errand('logical-cloud.terminate', names.cloud, {}, true),
    ...intentsDown(names),
    ...cloudDown(names),
    ...clustersDown(names),
  ];
}

/** Index in the life of the first step of `stage`. */
export function beginOf(names: Names, stage: Stage): number {
  const stages = Object.entries(stagesOf(names));
  return stages
    .slice(
      0,
      stages.findIndex(([name]) => name === stage),
    )
    .reduce((sum, [, steps]) => sum + steps.length, 0);
}
