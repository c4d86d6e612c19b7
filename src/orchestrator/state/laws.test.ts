// Goal: the state machine is a function of its log: copies are independent, snapshots lose nothing, and no command breaks it.
// Method: random logs of commands over a small set of names (valid, illegal, nonsense), judged after every entry against indexes built anew.
import { expect } from 'chai';
import fc from 'fast-check';
import type { Json } from '../../world/index.js';
import { correctRules } from '../rules/index.js';
import type { Command, Query, Verb } from '../wire/command.js';
import { ask, cloneState, digestState, snapshotOf, type State, stateOf } from './index.js';
import { achieve, apply, keyLife, move, post, story, type Story, work } from './story.js';
import { applyEntry } from './apply-entry.js';
import { isReleased } from './context.js';
import { cloud, group, intents, manifests, setUp } from './world.js';

const app = '/projects/p/composite-apps/a/v1';
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

type Turn = { readonly command: Command; readonly key: string | null } | 'one' | 'all';

const command: fc.Arbitrary<Command> = fc.oneof(
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

const turns = (maxLength: number) => fc.array(turn, { maxLength, size: 'max' });

function play(told: Story, next: Turn): number {
  if (next !== 'one' && next !== 'all') return apply(told, next.command, next.key).answer?.status ?? 0;
  achieve(told, next === 'one' ? ['s1'] : null);
  return 200;
}

/** A world in which the cloud is down, in which it is up and the group approved, or in which the group runs. */
function started(at: 'down' | 'approved' | 'running' = 'approved'): Story {
  const told = story(correctRules.state);
  setUp(told);
  post(told, 'network', '/cluster-providers/c/clusters/one/networks/m', { cniType: 'ovn4nfv' });
  if (at === 'down') return told;
  move(told, 'logical-cloud', cloud, 'instantiate');
  achieve(told);
  if (at === 'running') move(told, 'deployment-intent-group', group, 'instantiate');
  return told;
}

const start = fc.constantFrom('down', 'approved', 'running' as const);

/** Everything that must be true of any state. */
function check(state: State): void {
  const rebuilt = stateOf(snapshotOf(state));
  expect(state.children).to.deep.equal(rebuilt.children);
  expect(state.referrers).to.deep.equal(rebuilt.referrers);
  for (const key of state.referrers.keys()) expect(state.documents.has(key), `${key} is named, so it is there`).to.equal(true);
  for (const key of state.children.keys())
    expect(key === '' || state.documents.has(key), `${key} has children, so it is there`).to.equal(true);
  const recorded = new Map([...state.documents.values()].map((document) => [document.contextId, document.uid]));
  const places = new Set<string>();
  for (const context of state.contexts.values()) {
    expect(recorded.get(context.id), `${context.id} is recorded by its owner`).to.equal(context.ownerUid);
    for (const item of context.items.filter((each) => !isReleased(each))) {
      const place = `${item.planned.server} ${item.planned.resource}`;
      expect(places.has(place), `${place} is wanted by one context`).to.equal(false);
      places.add(place);
      expect(state.servers.get(item.planned.server)?.cluster).to.equal(item.planned.cluster);
    }
  }
  for (const document of state.documents.values())
    expect(document.contextId === null || state.contexts.has(document.contextId), `${document.key} has its context`).to.equal(true);
  expect([...state.servers.values()].map((record) => record.cluster).sort()).to.deep.equal(
    [...state.documents.values()]
      .filter((document) => document.kind === 'cluster')
      .map((document) => document.key)
      .sort(),
  );
}

const queries: readonly Query[] = [
  { ask: 'inventory' },
  { ask: 'work', holder: 'syncer-1' },
  { ask: 'status', kind: 'deployment-intent-group', key: group, view: null },
  { ask: 'status', kind: 'logical-cloud', key: cloud, view: null },
  { ask: 'list', kind: 'project', parent: null },
  { ask: 'list', kind: 'app', parent: app },
  { ask: 'get', kind: 'project', key: '/projects/p' },
];

describe('orchestrator/state: laws', () => {
  it('no command throws or is answered with 500, the indexes always hold, and every verb is accepted somewhere', () => {
    const accepted = new Set<string>();
    fc.assert(
      fc.property(start, turns(40), (at, log) => {
        const told = started(at);
        for (const next of log) {
          const status = play(told, next);
          expect(status).to.be.below(500);
          if (typeof next === 'object' && next.command.do === 'move' && status === 202)
            accepted.add(`${next.command.kind} ${next.command.verb}`);
          check(told.state);
          for (const query of queries) expect(ask(told.state, query, told.rules).status).to.be.below(500);
        }
      }),
      { numRuns: 200, seed: 7 },
    );
    expect(accepted).to.include.all.keys(
      ...(['approve', 'instantiate', 'terminate', 'stop', 'update', 'rollback'] as const).map((verb) => `deployment-intent-group ${verb}`),
    );
    expect(accepted).to.include.all.keys(
      'logical-cloud instantiate',
      'logical-cloud terminate',
      'logical-cloud stop',
      'cluster forget',
      'cluster apply',
    );
  });

  it('a refused command changes nothing', () => {
    fc.assert(
      fc.property(start, turns(30), command, (at, log, last) => {
        const told = started(at);
        for (const next of log) play(told, next);
        const before = JSON.stringify(withoutTime(snapshotOf(told.state)));
        const status = apply(told, last).answer?.status ?? 0;
        if (status >= 400) expect(JSON.stringify(withoutTime(snapshotOf(told.state)))).to.equal(before);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('a copy and its original do not see each other’s changes, and go the same way with the same entries', () => {
    fc.assert(
      fc.property(start, turns(15), turns(15), (at, first, second) => {
        const told = started(at);
        for (const next of first) play(told, next);
        const text = JSON.stringify(snapshotOf(told.state));
        const copy = { ...told, state: cloneState(told.state) };
        for (const next of second) play(copy, next);
        expect(JSON.stringify(snapshotOf(told.state))).to.equal(text);
        const digest = digestState(copy.state);
        for (const next of second) play(told, next);
        expect(digestState(told.state)).to.equal(digest);
        expect(JSON.stringify(snapshotOf(told.state))).to.equal(JSON.stringify(snapshotOf(copy.state)));
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it('a snapshot that went through text gives the same digest and the same future', () => {
    fc.assert(
      fc.property(start, turns(20), turns(10), (at, first, second) => {
        const told = started(at);
        for (const next of first) play(told, next);
        const restored = { ...told, state: stateOf(JSON.parse(JSON.stringify(snapshotOf(told.state))) as Json) };
        expect(digestState(restored.state)).to.equal(digestState(told.state));
        for (const query of queries) expect(ask(restored.state, query, told.rules)).to.deep.equal(ask(told.state, query, told.rules));
        for (const next of second) expect(play(restored, next)).to.equal(play(told, next));
        expect(digestState(restored.state)).to.equal(digestState(told.state));
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it('no entry edits a record that an earlier state holds', () => {
    const told = started();
    for (const table of [
      told.state.documents,
      told.state.contexts,
      told.state.servers,
      told.state.answers,
      told.state.children,
      told.state.referrers,
    ]) {
      for (const record of table.values()) freeze(record);
    }
    move(told, 'deployment-intent-group', group, 'instantiate');
    freeze(work(told));
    achieve(told);
    move(told, 'deployment-intent-group', group, 'terminate');
    achieve(told);
    expect(told.state.documents.get(group)?.state).to.equal('Terminated');
  });

  it('everything can be taken down again by documented calls', () => {
    fc.assert(
      fc.property(start, turns(40), (at, log) => {
        const told = started(at);
        for (const next of log) play(told, next);
        takeDown(told);
        expect([...told.state.documents.keys()], 'documents left').to.deep.equal([]);
        expect(told.state.contexts.size).to.equal(0);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('the same key with other content is refused, and the same content is answered from memory', () => {
    const told = started();
    const instantiate: Command = { do: 'move', kind: 'deployment-intent-group', key: group, verb: 'instantiate', body: null };
    expect(apply(told, instantiate, 'k')).to.deep.include({ replayed: false });
    const again = apply(told, instantiate, 'k');
    expect([again.replayed, again.answer?.status]).to.deep.equal([true, 202]);
    expect(apply(told, { do: 'noop' }, 'k').answer?.code).to.equal('KEY_REUSED');
    const late = told.state.now + keyLife;
    const entry = { index: told.state.applied + 1, at: late, key: 'k', digest: 1, command: instantiate };
    expect(applyEntry(told.state, entry, told.rules, keyLife).answer?.code, 'the key life is over').to.equal('ILLEGAL_STATE');
  });
});

function withoutTime(snapshot: Json): Json {
  return { ...(snapshot as { readonly [key: string]: Json }), applied: 0, now: 0 };
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
}

const roundsMax = 8;

/** A janitor: terminates what runs, achieves all work, deletes what can be deleted, and again. */
function takeDown(told: Story): void {
  for (let round = 0; round < roundsMax && told.state.documents.size > 0; round++) {
    for (const document of [...told.state.documents.values()]) {
      if (document.state !== null) move(told, document.kind, document.key, 'terminate');
    }
    achieve(told);
    for (const { kind, key } of [...told.state.documents.values()].sort((a, b) => b.key.length - a.key.length)) {
      apply(told, { do: 'delete', kind, key, ifMatch: null });
    }
  }
}
