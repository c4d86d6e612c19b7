// Goal: contexts go where their documents say, in the right order, and end settled whatever happens on the way.
// Method: stories told with a syncer that achieves everything (`achieve`) or reports by hand; the open work and the status are read after each turn.
import { expect } from 'chai';
import { asObject, type Json } from '../../world/index.js';
import { correctRules } from '../rules/index.js';
import type { Result, WorkItem } from '../wire/command.js';
import { ask } from './index.js';
import { achieve, drop, move, post, put, short, type Story, story, tell, work } from './story.js';
import { app, cloud, group, intents, manifests, setUp, setUpGroup } from './world.js';

const dig = 'deployment-intent-group';
const one = '/cluster-providers/c/clusters/one';
const two = '/cluster-providers/c/clusters/two';

function approved(): Story {
  const told = story(correctRules.state);
  setUp(told);
  move(told, 'logical-cloud', cloud, 'instantiate');
  achieve(told);
  return told;
}

function running(): Story {
  const told = approved();
  move(told, dig, group, 'instantiate');
  achieve(told);
  return told;
}

function status(told: Story, key = group): Json | undefined {
  return asObject(ask(told.state, { ask: 'status', kind: key === group ? dig : 'logical-cloud', key, view: null }, told.rules).body)?.[
    'deployedStatus'
  ];
}

/** What is open for the group, as `server resource want`. */
function open(told: Story): readonly string[] {
  return work(told).servers.flatMap(({ server, items }) =>
    items.filter((item) => !item.done && !item.hold).map((item) => `${server} ${item.resource.split('/').at(-3) ?? ''} ${item.want}`),
  );
}

/** Everything of the group on a server. */
function itemsOf(told: Story, server: string): readonly WorkItem[] {
  const context = told.state.documents.get(group)?.contextId;
  return (work(told).servers.find((each) => each.server === server)?.items ?? []).filter((item) => item.context === context);
}

function report(told: Story, server: string, results: readonly Result[]): string {
  const { epoch = 0 } = work(told).servers.find((each) => each.server === server) ?? {};
  return short(tell(told, { do: 'report', server, holder: 'syncer-1', epoch, results }));
}

function resultOf(item: WorkItem, change: Partial<Result>): Result {
  return { context: item.context, resource: item.resource, version: item.version, status: 'Applied', ready: true, reason: '', ...change };
}

describe('orchestrator/state: contexts', () => {
  it('a deployment wants its objects on every cluster, in its cloud’s namespace, with its values and its owner', () => {
    const told = approved();
    expect(short(move(told, dig, group, 'instantiate'))).to.equal('202');
    const deployment = itemsOf(told, 's2').find((item) => item.resource === 'apps/v1/Deployment/ns/web');
    const manifest = asObject(deployment?.manifest);
    expect(manifest?.['spec']).to.deep.equal({ replicas: 2 });
    expect(asObject(asObject(manifest?.['metadata'])?.['labels'])).to.deep.equal({ 'orchestrator.context': deployment?.context });
    expect(asObject(itemsOf(told, 's1').find((item) => item.order === 1)?.manifest)?.['data']).to.deep.equal({ text: 'profile' });
    expect([status(told), open(told).length]).to.deep.equal(['Instantiating', 4]);
    achieve(told);
    expect([status(told), open(told).length]).to.deep.equal(['Instantiated', 0]);
  });

  it('a cloud of level 1 wants its namespace first, one of level 0 only a sign of its presence', () => {
    const told = approved();
    const wanted = work(told).servers[0]?.items.map(({ resource, order }) => `${order} ${resource.split('/').slice(0, 3).join('/')}`);
    expect(wanted).to.deep.equal(['0 v1/Namespace/', '1 v1/ConfigMap/ns']);
    const zero = '/projects/p/logical-clouds/zero';
    post(told, 'logical-cloud', zero, { level: '0' });
    post(told, 'cluster-reference', `${zero}/cluster-references/r`, { clusterProvider: 'c', cluster: 'one' });
    move(told, 'logical-cloud', zero, 'instantiate');
    expect(open(told)).to.deep.equal(['s1 ConfigMap present']);
  });

  it('an update applies what is new first and deletes what was dropped only then', () => {
    const told = running();
    put(
      told,
      'app',
      `${app}/apps/web`,
      {},
      { files: { 'templates/d.yaml': manifests['templates/deployment.yaml'], 'values.yaml': 'replicas: 5' } },
    );
    expect(move(told, dig, group, 'update').body).to.equal(2);
    expect(status(told)).to.equal('Updating');
    expect(open(told)).to.deep.equal(['s1 Deployment present', 's2 Deployment present']);
    achieve(told, ['s1']);
    expect(open(told), 'one cluster is not there yet').to.deep.equal(['s2 Deployment present']);
    achieve(told, ['s2']);
    expect(open(told)).to.deep.equal(['s1 ConfigMap absent']);
    achieve(told);
    expect([itemsOf(told, 's1').length, itemsOf(told, 's2').length, status(told)]).to.deep.equal([1, 1, 'Instantiated']);
  });

  it('an update turns at once what was dropped before it was ever in place', () => {
    const told = approved();
    move(told, dig, group, 'instantiate');
    put(
      told,
      'app',
      `${app}/apps/web`,
      {},
      { files: { 'templates/d.yaml': manifests['templates/deployment.yaml'], 'values.yaml': 'replicas: 5' } },
    );
    move(told, dig, group, 'update');
    expect([...open(told)].sort()).to.deep.equal([
      's1 ConfigMap absent',
      's1 Deployment present',
      's2 ConfigMap absent',
      's2 Deployment present',
    ]);
    achieve(told);
    expect(status(told)).to.equal('Instantiated');
  });

  it('an update to the same changes nothing but the revision', () => {
    const told = running();
    const before = itemsOf(told, 's1');
    expect(move(told, dig, group, 'update').body).to.equal(2);
    expect(itemsOf(told, 's1')).to.deep.equal(before);
    expect(status(told)).to.equal('Instantiated');
  });

  it('a rollback goes back to what an earlier revision wanted, under a new number', () => {
    const told = running();
    put(told, 'app', `${app}/apps/web`, {}, { files: { ...manifests, 'values.yaml': 'replicas: 5\ntext: x' } });
    move(told, dig, group, 'update');
    achieve(told);
    expect(move(told, dig, group, 'rollback', { spec: { revision: '1' } }).body).to.equal(3);
    achieve(told);
    const replicas = itemsOf(told, 's1').flatMap((item) => asObject(asObject(item.manifest)?.['spec'])?.['replicas'] ?? []);
    expect(replicas).to.deep.equal([2]);
    const refused = ['9', '0', '-1', 1.5, null].map((revision) => short(move(told, dig, group, 'rollback', { spec: { revision } })));
    expect(refused).to.deep.equal([
      '409 REVISION_MISSING',
      '409 REVISION_MISSING',
      '422 REVISION_MALFORMED',
      '422 REVISION_MALFORMED',
      '422 REVISION_MALFORMED',
    ]);
  });

  it('a second incarnation goes on counting revisions and cannot go back into the first', () => {
    const told = running();
    move(told, dig, group, 'terminate');
    achieve(told);
    move(told, dig, group, 'instantiate');
    expect(told.state.documents.get(group)?.revision).to.equal(2);
    expect(short(move(told, dig, group, 'rollback', { spec: { revision: '1' } }))).to.equal('409 REVISION_MISSING');
    expect(told.state.contexts.size, 'the old context is gone').to.equal(2);
  });

  it('terminate during instantiate turns everything, also what nobody heard of yet', () => {
    const told = approved();
    move(told, dig, group, 'instantiate');
    expect(short(move(told, dig, group, 'instantiate'))).to.equal('409 ILLEGAL_STATE');
    expect(short(move(told, dig, group, 'terminate'))).to.equal('202');
    expect(open(told).filter((line) => line.endsWith('absent'))).to.have.length(4);
    expect(short(move(told, dig, group, 'instantiate')), 'not before it is gone').to.equal('409 ILLEGAL_STATE');
    expect(short(drop(told, 'group-intent', `${group}/intents/n`))).to.equal('204');
    achieve(told);
    expect(status(told)).to.equal('Terminated');
  });

  it('stop holds everything, terminate and update let it go on', () => {
    const told = approved();
    move(told, dig, group, 'instantiate');
    expect([short(move(told, dig, group, 'stop')), status(told)]).to.deep.equal(['202', 'InstantiateStopped']);
    expect([open(told), itemsOf(told, 's1').length]).to.deep.equal([[], 2]);
    expect(short(move(told, dig, group, 'stop'))).to.equal('409 ILLEGAL_STATE');
    move(told, dig, group, 'update');
    expect([open(told).length, status(told)]).to.deep.equal([4, 'Updating']);
    move(told, dig, group, 'terminate');
    expect([short(move(told, dig, group, 'stop')), status(told), open(told)]).to.deep.equal(['202', 'TerminateStopped', []]);
    expect(short(move(told, dig, group, 'terminate'))).to.equal('202');
    achieve(told);
    expect([status(told), short(move(told, dig, group, 'stop'))]).to.deep.equal(['Terminated', '409 ILLEGAL_STATE']);
  });

  it('stop is refused where nothing is going on', () => {
    const told = running();
    expect(short(move(told, dig, group, 'stop'))).to.equal('409 ILLEGAL_STATE');
  });

  it('a result about an older version, another want or another epoch is not believed', () => {
    const told = approved();
    move(told, dig, group, 'instantiate');
    const item = itemsOf(told, 's1')[0];
    if (item === undefined) throw new Error('an item is there');
    const before = itemsOf(told, 's1');
    report(told, 's1', [
      resultOf(item, { version: item.version - 1 }),
      resultOf({ ...item, resource: 'x' }, {}),
      resultOf({ ...item, context: 'x' }, {}),
    ]);
    report(told, 's1', [resultOf(item, { status: 'Deleted' })]);
    expect(itemsOf(told, 's1')).to.deep.equal(before);
    const stale: Result[] = [resultOf(item, {})];
    expect(short(tell(told, { do: 'report', server: 's1', holder: 'syncer-1', epoch: 1, results: stale }))).to.equal('409 STALE_EPOCH');
    const { epoch = 0 } = work(told).servers[0] ?? {};
    expect(short(tell(told, { do: 'report', server: 's1', holder: 'syncer-2', epoch, results: stale }))).to.equal('409 STALE_EPOCH');
    move(told, dig, group, 'terminate');
    report(told, 's1', stale);
    expect(itemsOf(told, 's1').every((each) => each.want === 'absent' && !each.done)).to.equal(true);
  });

  it('a failed apply is told, and mended by a later result', () => {
    const told = approved();
    move(told, dig, group, 'instantiate');
    for (const item of itemsOf(told, 's1')) report(told, 's1', [resultOf(item, { status: 'Failed', ready: false, reason: 'Invalid' })]);
    expect(status(told)).to.equal('InstantiateFailed');
    achieve(told);
    expect(status(told)).to.equal('Instantiated');
    for (const item of itemsOf(told, 's1')) report(told, 's1', [resultOf(item, { status: 'Retrying', ready: false })]);
    expect(status(told), 'drift is told').to.equal('Instantiating');
  });

  it('a deletion that fails never counts as done', () => {
    const told = running();
    move(told, dig, group, 'terminate');
    for (const item of itemsOf(told, 's1')) report(told, 's1', [resultOf(item, { status: 'Failed', ready: false })]);
    achieve(told, ['s2']);
    expect([status(told), open(told).length]).to.deep.equal(['Terminating', 2]);
    achieve(told);
    expect(status(told)).to.equal('Terminated');
  });

  it('forget releases what waits for a cluster, for good', () => {
    const told = approved();
    move(told, dig, group, 'instantiate');
    achieve(told, ['s1']);
    expect(status(told)).to.equal('Instantiating');
    const { epoch = 0 } = work(told).servers.find((each) => each.server === 's2') ?? {};
    expect(short(move(told, 'cluster', two, 'forget'))).to.equal('202');
    expect([status(told), short(move(told, 'cluster', two, 'forget'))]).to.deep.equal(['Instantiated', '409 ILLEGAL_STATE']);
    expect(work(told).servers.map((each) => each.server)).to.deep.equal(['s1']);
    expect(short(tell(told, { do: 'report', server: 's2', holder: 'syncer-1', epoch, results: [] }))).to.equal('409 CLUSTER_FORGOTTEN');
    expect(short(tell(told, { do: 'claim', server: 's2', holder: 'syncer-1', epoch: epoch + 1 }))).to.equal('409 CLUSTER_FORGOTTEN');
    expect(short(move(told, 'logical-cloud', cloud, 'update')), 'nothing new is placed there').to.equal('409 CLUSTER_FORGOTTEN');
    expect(short(move(told, dig, group, 'update')), 'a label passes over it').to.equal('202');
    for (const [kind, key] of [
      ['label', `${two}/labels/edge`],
      ['cluster-reference', `${cloud}/cluster-references/r2`],
      ['cluster', two],
    ] as const)
      expect(short(drop(told, kind, key)), key).to.equal('204');
    post(told, 'cluster', two, {}, { server: 's2' });
    expect(work(told).servers.find((each) => each.server === 's2')?.epoch, 'epochs rise for ever').to.be.above(epoch);
    expect(short(tell(told, { do: 'report', server: 's2', holder: 'syncer-1', epoch, results: [] }))).to.equal('409 STALE_EPOCH');
  });

  it('a claim is granted once per epoch', () => {
    const told = approved();
    const { epoch = 0 } = work(told).servers[0] ?? {};
    const claims = ['a', 'b'].map((holder) => tell(told, { do: 'claim', server: 's1', holder, epoch }));
    expect(claims.map(short)).to.deep.equal(['200', '409 STALE_EPOCH']);
    expect(claims[0]?.body).to.deep.equal({ server: 's1', epoch: epoch + 1 });
    expect(short(tell(told, { do: 'claim', server: 'none', holder: 'a', epoch: 0 }))).to.equal('404 SERVER_UNKNOWN');
  });
});

describe('orchestrator/state: clouds and placement', () => {
  it('a group deploys only into a cloud that is up, on clusters inside it', () => {
    const told = story(correctRules.state);
    setUp(told);
    expect(short(move(told, dig, group, 'instantiate'))).to.equal('409 CLOUD_NOT_READY');
    move(told, 'logical-cloud', cloud, 'instantiate');
    expect(short(move(told, dig, group, 'instantiate'))).to.equal('409 CLOUD_NOT_READY');
    achieve(told);
    post(told, 'cluster', '/cluster-providers/c/clusters/three', {}, { server: 's3' });
    put(told, 'app-intent', `${intents}/app-intents/i`, { app: 'web', intent: { allOf: [{ clusterProvider: 'c', cluster: 'three' }] } });
    move(told, dig, group, 'approve');
    expect(move(told, dig, group, 'instantiate')).to.deep.include({ code: 'CLUSTER_NOT_IN_CLOUD' });
    expect(told.state.documents.get(group)?.contextId).to.equal(null);
  });

  for (const [intent, servers] of [
    [
      {
        anyOf: [
          { clusterProvider: 'c', cluster: 'one' },
          { clusterProvider: 'c', cluster: 'two' },
        ],
      },
      's1',
    ],
    [
      {
        anyOf: [
          { clusterProvider: 'c', clusterLabel: 'nowhere' },
          { clusterProvider: 'c', clusterLabel: 'edge' },
        ],
      },
      's2',
    ],
    [{ allOf: [{ clusterProvider: 'c', cluster: 'one' }], anyOf: [{ clusterProvider: 'c', cluster: 'two' }] }, 's1 s2'],
    [{ allOf: [{ clusterProvider: 'c', cluster: 'two', anyOf: [{ clusterProvider: 'c', cluster: 'one' }] }] }, 's1 s2'],
    [{ allOf: [{ clusterProvider: 'c', clusterLabel: 'edge' }] }, 's2'],
    [{ allOf: [{ clusterProvider: 'c', clusterLabel: 'nowhere' }] }, '409 PLACEMENT_EMPTY'],
    [{ anyOf: [{ clusterProvider: 'c', clusterLabel: 'nowhere' }] }, '409 PLACEMENT_EMPTY'],
    [{}, '409 PLACEMENT_EMPTY'],
  ] as const) {
    it(`places ${JSON.stringify(intent)} on ${servers}`, () => {
      const told = approved();
      put(told, 'app-intent', `${intents}/app-intents/i`, { app: 'web', intent: intent as unknown as Json });
      move(told, dig, group, 'approve');
      const answer = short(move(told, dig, group, 'instantiate'));
      const placed = ['s1', 's2'].filter((server) => itemsOf(told, server).length > 0).join(' ');
      expect(answer === '202' ? placed : answer).to.equal(servers);
    });
  }

  it('an object that another context owns fails the instantiation with the owner’s key', () => {
    const told = running();
    const other = `${app}/deployment-intent-groups/other`;
    setUpGroup(told, other);
    expect(move(told, dig, other, 'instantiate')).to.deep.include({ status: 409, code: 'OBJECT_TAKEN' });
    expect(move(told, dig, other, 'instantiate').body).to.deep.include({ by: group, key: one });
    move(told, dig, group, 'terminate');
    expect(short(move(told, dig, other, 'instantiate')), 'while it goes').to.equal('409 OBJECT_TAKEN');
    achieve(told);
    expect(short(move(told, dig, other, 'instantiate'))).to.equal('202');
  });

  it('an app that cannot be rendered fails the instantiation with its file and a word', () => {
    const told = approved();
    put(told, 'app', `${app}/apps/web`, {}, { files: { 'templates/x.yaml': 'a: {{ .Values.none }}' } });
    expect(move(told, dig, group, 'instantiate')).to.deep.include({
      status: 422,
      code: 'RENDER_FAILED',
      body: { app: 'web', file: 'templates/x.yaml', reason: 'VALUE_MISSING' },
    });
    expect(told.state.documents.get(group)?.state).to.equal('Approved');
  });

  it('two clouds of level 1 may not share a namespace on a cluster', () => {
    const told = approved();
    const other = '/projects/p/logical-clouds/other';
    post(told, 'logical-cloud', other, { namespace: 'ns' });
    expect(short(move(told, 'logical-cloud', other, 'instantiate'))).to.equal('409 PERMISSION_MISSING');
    post(told, 'user-permission', `${other}/user-permissions/u`, { namespace: 'ns' });
    expect(short(move(told, 'logical-cloud', other, 'instantiate'))).to.equal('409 CLOUD_EMPTY');
    post(told, 'cluster-reference', `${other}/cluster-references/r`, { clusterProvider: 'c', cluster: 'one' });
    expect(move(told, 'logical-cloud', other, 'instantiate')).to.deep.include({
      code: 'NAMESPACE_TAKEN',
      body: { namespace: 'ns', key: one, by: cloud },
    });
  });

  it('a cloud stays while a group has anything in it', () => {
    const told = running();
    expect(move(told, 'logical-cloud', cloud, 'terminate')).to.deep.include({ code: 'CLOUD_IN_USE', body: { key: cloud, by: group } });
    move(told, dig, group, 'terminate');
    expect(short(move(told, 'logical-cloud', cloud, 'terminate'))).to.equal('409 CLOUD_IN_USE');
    achieve(told);
    expect(short(move(told, 'logical-cloud', cloud, 'terminate'))).to.equal('202');
    expect(status(told, cloud)).to.equal('Terminating');
    achieve(told);
    expect(status(told, cloud)).to.equal('Terminated');
  });
});
