// Calls outside the ordinary life, that may come at any place: reads, edits, life-cycle calls at the wrong time, and calls that must be refused whatever the
// state: bodies that are no documents, and references that were never issued.
import type { Errand } from '../../../src/contract/index.js';
import { migrationOf } from './reference-more.js';
import { appPackage, bodies, document, errand, type Names, profilePackage } from './reference-world.js';

const group = 'deployment-intent-group';

export function extrasOf(names: Names): readonly Errand[] {
  return [...reads(names), ...edits(names), ...moves(names), ...wrong(names), ...phantoms(names)];
}

function reads(names: Names): readonly Errand[] {
  return [
    errand('project.list', names.project),
    errand('cluster.get', names.clusters[0]),
    errand('cluster.list', names.clusters[0]),
    errand('app.get', names.web),
    errand(`${group}.get`, names.group),
    errand(`${group}.status`, names.group),
    errand('logical-cloud.status', names.cloud),
    errand('app-intent.list', names.appIntent),
    errand('project.get', '/projects/nobody'),
  ];
}

function edits(names: Names): readonly Errand[] {
  return [
    errand('project.replace', names.project, { body: { metadata: { name: lastOf(names.project), description: 'again' } } }),
    errand('app.replace', names.web, { body: document(names.web), file: appPackage(4) }),
    errand('profile.replace', names.profile, { body: bodies.profile(names), file: profilePackage }),
    errand(`${group}.replace`, names.group, { body: bodies.group(names, 'edited') }),
    errand('app-intent.replace', names.appIntent, { body: bodies.appIntent(names) }),
    errand('logical-cloud.replace', names.cloud, { body: bodies.cloud(names) }),
    errand('logical-cloud.replace', names.cloud, { body: bodies.cloud(names, 'other') }),
    errand('group-intent.replace', names.groupIntent, { body: bodies.groupIntent(names, { dtc: 't' }) }),
    errand('group-intent.replace', names.groupIntent, { body: bodies.groupIntent(names) }),
  ];
}

function moves(names: Names): readonly Errand[] {
  return [
    errand(`${group}.stop`, names.group),
    errand(`${group}.stop`, names.group),
    errand(`${group}.update`, names.group),
    errand(`${group}.terminate`, names.group),
    errand(`${group}.instantiate`, names.group),
    errand(`${group}.approve`, names.group),
    errand(`${group}.rollback`, names.group, { body: { metadata: {}, spec: { revision: '1' } } }),
    errand(`${group}.rollback`, names.group, { body: { metadata: {}, spec: { revision: '0' } } }),
    { ...migrationOf(names), rest: false },
    errand('logical-cloud.terminate', names.cloud),
    errand('logical-cloud.stop', names.cloud),
    errand('logical-cloud.instantiate', names.cloud),
    errand('cluster.apply', names.clusters[0]),
    errand('cluster.stop', names.clusters[0]),
    errand('cluster.terminate', names.clusters[0]),
    errand('logical-cloud.update', names.cloud),
    errand('user-permission.delete', names.permission),
    errand('logical-cloud.delete', names.cloud),
    errand('cluster-reference.delete', names.references[1]),
    errand('label.delete', names.label),
    errand('network.delete', names.more.network),
    errand('controller.delete', names.more.controller),
    errand('traffic-group-intent.delete', names.more.traffic),
    errand(`${group}.delete`, names.group),
    errand('project.delete', names.project),
    errand('cluster.delete', names.clusters[1]),
  ];
}

function wrong(names: Names): readonly Errand[] {
  return [
    errand('project.create', '/projects/x', { body: '{"metadata": ' }),
    errand('project.create', '/projects/x', { body: { metadata: { name: 'a b' } } }),
    errand('logical-cloud.create', `${names.project}/logical-clouds/x`, { body: { metadata: { name: 'x' }, spec: { level: 7 } } }),
    errand('cluster.create', names.clusters[0], { body: document(names.clusters[0]), file: null }),
    errand('app.create', `${names.app}/apps/x`, { body: document(`${names.app}/apps/x`), file: { text: 'no archive' } }),
    errand(`${group}.rollback`, names.group, { body: { metadata: {}, spec: { revision: 'none' } } }),
  ];
}

/** Names that nothing ever had. */
function phantoms(names: Names): readonly Errand[] {
  const profile = `${names.compositeProfile}/profiles/x`;
  const reference = `${names.cloud}/cluster-references/x`;
  const intent = `${names.placement}/app-intents/x`;
  const other = `${names.app}/deployment-intent-groups/x`;
  return [
    errand('profile.create', profile, { body: document(profile, { app: 'phantom' }), file: profilePackage }),
    errand('cluster-reference.create', reference, {
      body: document(reference, { clusterProvider: lastOf(names.provider), cluster: 'phantom', loadBalancerIP: '0.0.0.0' }),
    }),
    errand('app-intent.create', intent, {
      body: document(intent, { app: 'phantom', intent: { allOf: [{ clusterProvider: lastOf(names.provider), cluster: 'one' }] } }),
    }),
    errand(`${group}.create`, other, {
      body: document(other, { compositeProfile: 'cp', version: 'r1', logicalCloud: 'phantom', overrideValues: [] }),
    }),
  ];
}

function lastOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
