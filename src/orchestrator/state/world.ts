// A small world for tests: two clusters, a cloud, one application with one app, and everything that a deployment needs.
import { drop, move, post, short, type Story } from './story.js';

export const cloud = '/projects/p/logical-clouds/l';
export const app = '/projects/p/composite-apps/a/v1';
export const group = `${app}/deployment-intent-groups/d`;
export const intents = `${group}/generic-placement-intents/g`;

export const manifests = {
  'templates/deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: {{ .Values.replicas }}\n',
  'templates/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web-config\ndata:\n  text: "{{ .Values.text }}"\n',
  'values.yaml': 'replicas: 2\ntext: hello\n',
};

/** Every step that leads to an approved group, with the answers in short. */
export function setUp(told: Story): readonly string[] {
  return [...setUpCloud(told), ...setUpGroup(told, group)];
}

export function setUpCloud(told: Story): readonly string[] {
  return [
    post(told, 'cluster-provider', '/cluster-providers/c'),
    post(told, 'cluster', '/cluster-providers/c/clusters/one', {}, { server: 's1' }),
    post(told, 'cluster', '/cluster-providers/c/clusters/two', {}, { server: 's2' }),
    post(told, 'label', '/cluster-providers/c/clusters/two/labels/edge'),
    post(told, 'project', '/projects/p'),
    post(told, 'logical-cloud', cloud, { level: '1', namespace: 'ns' }),
    post(told, 'user-permission', `${cloud}/user-permissions/u`, { namespace: 'ns' }),
    post(told, 'cluster-reference', `${cloud}/cluster-references/r1`, { clusterProvider: 'c', cluster: 'one' }),
    post(told, 'cluster-reference', `${cloud}/cluster-references/r2`, { clusterProvider: 'c', cluster: 'two' }),
    post(told, 'composite-app', app, { compositeAppVersion: 'v1' }),
    post(told, 'app', `${app}/apps/web`, {}, { files: manifests }),
    post(told, 'composite-profile', `${app}/composite-profiles/cp`),
    post(
      told,
      'profile',
      `${app}/composite-profiles/cp/profiles/pr`,
      { app: 'web' },
      { files: { 'override_values.yaml': 'text: profile\n' } },
    ),
  ].map(short);
}

/** A group that places the app on both clusters: on one by its name, on two by its label. */
export function setUpGroup(told: Story, key: string): readonly string[] {
  const placement = {
    allOf: [
      { clusterProvider: 'c', cluster: 'one' },
      { clusterProvider: 'c', clusterLabel: 'edge' },
    ],
  };
  return [
    post(told, 'deployment-intent-group', key, { compositeProfile: 'cp', version: 'r1', logicalCloud: 'l', overrideValues: [] }),
    post(told, 'generic-placement-intent', `${key}/generic-placement-intents/g`),
    post(told, 'app-intent', `${key}/generic-placement-intents/g/app-intents/i`, { app: 'web', intent: placement }),
    post(told, 'group-intent', `${key}/intents/n`, { intent: { genericPlacementIntent: 'g' } }),
    move(told, 'deployment-intent-group', key, 'approve'),
  ].map(short);
}

/** Takes everything down, innermost first; the answers in short. */
export function tearDown(told: Story): readonly string[] {
  const keys = [...told.state.documents.values()].sort(
    (a, b) => b.key.split('/').length - a.key.split('/').length || kindRank(a.kind) - kindRank(b.kind),
  );
  return keys.map((document) => short(drop(told, document.kind, document.key)));
}

function kindRank(kind: string): number {
  return (
    ['app-intent', 'group-intent', 'generic-placement-intent', 'deployment-intent-group', 'profile', 'cluster-reference'].indexOf(kind) >>>
    0
  );
}
