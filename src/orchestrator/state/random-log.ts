// For tests: random logs of commands over a small set of names, valid, illegal and nonsense.
import fc from 'fast-check';
import type { Json } from '../../world/index.js';
import { correctRules } from '../rules/index.js';
import type { Command, Verb } from '../wire/command.js';
import { achieve, apply, move, post, story, type Story } from './story.js';
import { cloud, group, intents, manifests, setUp } from './world.js';

export const app = '/projects/p/composite-apps/a/v1';
const placement = {
  allOf: [
    { clusterProvider: 'c', cluster: 'one' },
    { clusterProvider: 'c', clusterLabel: 'edge' },
  ],
};

/** What random logs write: kind, key, spec, payload. */
const writes: readonly (readonly [kind: string, key: string, spec: Json, payload: Json])[] = [
  ['cluster-provider', '/cluster-providers/c', {}, null],
  ['cluster', '/cluster-providers/c/clusters/one', {}, { server: 's1' }],
  ['cluster', '/cluster-providers/c/clusters/three', {}, { server: 's2' }],
  ['label', '/cluster-providers/c/clusters/two/labels/edge', {}, null],
  ['label', '/cluster-providers/c/clusters/one/labels/edge', {}, null],
  ['project', '/projects/p', {}, null],
  ['logical-cloud', cloud, { level: '1', namespace: 'ns' }, null],
  ['logical-cloud', '/projects/p/logical-clouds/m', { level: '1', namespace: 'ns' }, null],
  ['logical-cloud', '/projects/p/logical-clouds/z', { level: '0' }, null],
  ['user-permission', `${cloud}/user-permissions/u`, { namespace: 'ns' }, null],
  ['user-permission', '/projects/p/logical-clouds/m/user-permissions/u', {}, null],
  ['cluster-reference', `${cloud}/cluster-references/r1`, { clusterProvider: 'c', cluster: 'one' }, null],
  ['cluster-reference', `${cloud}/cluster-references/r2`, { clusterProvider: 'c', cluster: 'two' }, null],
  ['cluster-reference', '/projects/p/logical-clouds/m/cluster-references/r1', { clusterProvider: 'c', cluster: 'one' }, null],
  ['cluster-reference', '/projects/p/logical-clouds/z/cluster-references/r1', { clusterProvider: 'c', cluster: 'two' }, null],
  ['composite-app', app, {}, null],
  ['app', `${app}/apps/web`, {}, { files: manifests }],
  ['app', `${app}/apps/web`, {}, { files: { ...manifests, 'values.yaml': 'replicas: 3\ntext: other\n' } }],
  [
    'app',
    `${app}/apps/web`,
    {},
    { files: { 'templates/deployment.yaml': manifests['templates/deployment.yaml'], 'values.yaml': 'replicas: 4' } },
  ],
  ['app', `${app}/apps/bad`, {}, { files: { 'templates/x.yaml': '{{ nonsense }}: [' } }],
  ['composite-profile', `${app}/composite-profiles/cp`, {}, null],
  ['profile', `${app}/composite-profiles/cp/profiles/pr`, { app: 'web' }, null],
  ['profile', `${app}/composite-profiles/cp/profiles/pr`, { app: 'bad' }, null],
  ['deployment-intent-group', group, { compositeProfile: 'cp', version: 'r1', logicalCloud: 'l' }, null],
  ['deployment-intent-group', `${app}/deployment-intent-groups/e`, { compositeProfile: 'cp', version: 'r2', logicalCloud: 'z' }, null],
  ['generic-placement-intent', intents, {}, null],
  ['app-intent', `${intents}/app-intents/i`, { app: 'web', intent: placement }, null],
  ['app-intent', `${intents}/app-intents/i`, { app: 'web', intent: { anyOf: placement.allOf } }, null],
  ['app-intent', `${intents}/app-intents/j`, { app: 'bad', intent: { allOf: [{}] } }, null],
  ['group-intent', `${group}/intents/n`, { intent: { genericPlacementIntent: 'g' } }, null],
  ['group-intent', `${group}/intents/n`, { intent: { genericPlacementIntent: 'nobody', dtc: 'x' } }, null],
  ['group-intent', `${group}/intents/n`, { intent: { genericPlacementIntent: 'g', dtc: 't', sfc: 's', sfcclient: 'f' } }, null],
  ['controller', '/controllers/dtc', { host: 'h', port: 1 }, null],
  ['controller', '/controllers/sfc', { host: 'h', port: 1 }, null],
  ['controller', '/controllers/sfcclient', { host: 'h', port: 1 }, null],
  ['app', `${app}/apps/db`, {}, { files: { 'templates/x.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: db }\n' } }],
  ['app-dependency', `${app}/apps/web/dependency/d`, { app: 'db', opStatus: 'Ready', wait: 1 }, null],
  ['app-dependency', `${app}/apps/db/dependency/d`, { app: 'web', opStatus: 'Deployed' }, null],
  ['traffic-group-intent', `${group}/traffic-group-intents/t`, {}, null],
  [
    'inbound-intent',
    `${group}/traffic-group-intents/t/inbound-intents/i`,
    { app: 'web', appLabel: 'app=web', port: 1, protocol: 'TCP' },
    null,
  ],
  [
    'inbound-client',
    `${group}/traffic-group-intents/t/inbound-intents/i/clients/c`,
    { app: 'web', appLabel: 'app=web', cidrs: ['10.0.0.0/8'] },
    null,
  ],
  ['network-chain', `${group}/network-chains/s`, { networkChain: 'net=a' }, null],
  ['chain-link', `${group}/network-chains/s/links/l`, { leftNet: 'a', rightNet: 'b', linkLabel: 'a=b', app: 'web' }, null],
  [
    'chain-client-selector',
    `${group}/network-chains/s/client-selectors/c`,
    { chainEnd: 'left', podSelector: { matchLabels: { x: 'y' } } },
    null,
  ],
  [
    'sfc-client',
    `${app}/deployment-intent-groups/e/sfc-clients/f`,
    {
      chainEnd: 'left',
      sfcIntent: 's',
      compositeApp: 'a',
      compositeAppVersion: 'v1',
      deploymentIntentGroup: 'd',
      app: 'web',
      workloadResource: 'web',
      resourceType: 'Deployment',
    },
    null,
  ],
  ['network', '/cluster-providers/c/clusters/one/networks/n', { cniType: 'ovn4nfv' }, null],
  ['provider-network', '/cluster-providers/c/clusters/one/provider-networks/n', { cniType: 'ovn4nfv' }, null],
  ['cluster-kv', '/cluster-providers/c/clusters/one/kv-pairs/k', { kv: [] }, null],
  ['cluster-quota', `${cloud}/cluster-quotas/q`, { 'limits.cpu': '4' }, null],
  ['logical-cloud-kv', `${cloud}/kv-pairs/k`, { kv: [] }, null],
  ['nonsense', '/nonsense', null, null],
  ['project', '/projects/p/q', [], 7],
];

const verbs: readonly Verb[] = ['approve', 'instantiate', 'terminate', 'stop', 'update', 'rollback', 'migrate', 'apply', 'forget'];
const target = { targetCompositeAppVersion: 'v1', targetDeploymentIntentGroup: 'e' } as const;
const moved = fc.constantFrom(
  ...([
    ...Array.from({ length: 6 }, () => ['deployment-intent-group', group] as const),
    ['deployment-intent-group', `${app}/deployment-intent-groups/e`],
    ['logical-cloud', cloud],
    ['logical-cloud', '/projects/p/logical-clouds/m'],
    ['logical-cloud', '/projects/p/logical-clouds/z'],
    ['cluster', '/cluster-providers/c/clusters/two'],
    ['cluster', '/cluster-providers/c/clusters/one'],
    ['cluster', '/cluster-providers/c/clusters/one'],
    ['project', '/projects/p'],
  ] as const),
);
const revision = fc.oneof(fc.nat(5), fc.nat(5).map(String), fc.constantFrom('x', null));
const written = fc.constantFrom(...writes);
const ifMatch = fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom('*', '"3"') });

export type Turn = { readonly command: Command; readonly key: string | null } | 'one' | 'all';

export const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: written.map(([kind, key, spec, payload]): Command => ({ do: 'create', kind, key, body: { metadata: {}, spec }, payload })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(written, ifMatch)
      .map(([[kind, key, spec, payload], match]): Command => ({ do: 'replace', kind, key, body: { spec }, payload, ifMatch: match })),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(written, ifMatch).map(([[kind, key], match]): Command => ({ do: 'delete', kind, key, ifMatch: match })),
  },
  {
    weight: 12,
    arbitrary: fc
      .tuple(moved, fc.constantFrom(...verbs), revision)
      .map(([[kind, key], verb, number]): Command => ({ do: 'move', kind, key, verb, body: { spec: { revision: number, ...target } } })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Command>(
      { do: 'noop' },
      { do: 'continue', saga: 'x y z' },
      { do: 'claim', server: 's1', holder: 'other', epoch: 3 },
      { do: 'report', server: 's9', holder: 'a', epoch: 0, results: [] },
    ),
  },
);
const key = fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom('k1', 'k2', 'k3') });
const turn: fc.Arbitrary<Turn> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ command, key }) },
  { weight: 2, arbitrary: fc.constantFrom<Turn>('one', 'all') },
);

export const turns = (maxLength: number) => fc.array(turn, { maxLength, size: 'max' });

export function play(told: Story, next: Turn): number {
  if (next !== 'one' && next !== 'all') return apply(told, next.command, next.key).answer?.status ?? 0;
  achieve(told, next === 'one' ? ['s1'] : null);
  return 200;
}

/** A world in which the cloud is down, in which it is up and the group approved, or in which the group runs. */
export function started(at: 'down' | 'approved' | 'running' = 'approved'): Story {
  const told = story(correctRules.state);
  setUp(told);
  post(told, 'network', '/cluster-providers/c/clusters/one/networks/m', { cniType: 'ovn4nfv' });
  if (at === 'down') return told;
  move(told, 'logical-cloud', cloud, 'instantiate');
  achieve(told);
  if (at === 'running') move(told, 'deployment-intent-group', group, 'instantiate');
  return told;
}

export const start = fc.constantFrom('down', 'approved', 'running' as const);
