// Goal: what is wanted comes about on a cluster and what is not wanted goes, over faults of cluster, syncer and network, and nothing is told that is not so.
// Method: stories with real clusters and a toy manager on a toy network, read from the cluster's own objects.
import { expect } from 'chai';
import { asObject, type Json, type JsonObject, bytesOf } from '../../world/index.js';
import { type ClusterState, clusterMachine } from '../cluster/index.js';
import { configOf, limitsDefault, timingsDefault } from './toy-config.js';
import { correctSyncerRules, type SyncerRules, syncerMachine } from './index.js';
import { ToyManager } from './toy-manager.js';
import { type Sent, ToyNetwork } from './toy-network.js';

const SECOND = 1_000_000;
const ns = (name: string): JsonObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
const map = (name: string, value = 'a'): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'n1' },
  data: { value },
});
const service = (name: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'n1' },
  spec: { selector: { app: name }, ports: [{ port: 80 }] },
});
const deployment = (name: string, replicas = 2): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'n1' },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
  },
});
const CM = 'v1/ConfigMap/n1/m1';

interface Story {
  readonly net: ToyNetwork;
  readonly manager: ToyManager;
}

function story(syncers: readonly string[] = ['s1'], rules: SyncerRules = correctSyncerRules): Story {
  const net = new ToyNetwork();
  const manager = new ToyManager(['c1'], timingsDefault.leaseLife);
  net.add('m1', manager.machine(), null);
  net.add('m2', manager.machine('m1'), null);
  net.add('c1', clusterMachine(), configOf('c1', limitsDefault));
  for (const syncer of syncers) net.add(syncer, syncerMachine(rules), configOf(syncer, limitsDefault));
  return { net, manager };
}

function wantAll({ manager }: Story): void {
  manager.want('c1', 'x1', 0, ns('n1'));
  manager.want('c1', 'x1', 1, map('m1'));
  manager.want('c1', 'x1', 2, service('web'));
  manager.want('c1', 'x1', 3, deployment('web'));
}

/** Names of everything in the cluster but the two namespaces that are always there. */
function objectsOf({ net }: Story): readonly string[] {
  const { objects } = net.stateOf('c1') as ClusterState;
  return [...objects.values()]
    .filter(({ name }) => name !== 'default' && name !== 'kube-system')
    .map(({ type, name }) => `${type.kind} ${name}`)
    .sort();
}

function objectOf({ net }: Story, key: string): JsonObject | undefined {
  return (net.stateOf('c1') as ClusterState).objects.get(key)?.object;
}

/** What somebody does by hand, without a fence. */
function byHand({ net }: Story, method: string, path: string, body: Json = {}): void {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  net.deliver('c1', {
    on: 'request',
    call: -1_000_000 - net.now,
    request: { method, path, headers: { 'content-type': type }, body: bytesOf(JSON.stringify(body)) },
  });
}

const deny = (verb: string): JsonObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'deny' },
  spec: { deny: [{ verb, resource: '*' }] },
});
const POLICIES = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
const ALL = ['ConfigMap m1', 'Deployment web', 'Namespace n1', 'Service web'];

function instantiated(syncers: readonly string[] = ['s1'], rules: SyncerRules = correctSyncerRules): Story {
  const told = story(syncers, rules);
  wantAll(told);
  expect(
    told.net.runUntil(() => told.manager.isReady(), 5 * SECOND),
    'instantiated',
  ).to.equal(true);
  return told;
}

describe('orchestrator/syncer', () => {
  it('applies what is wanted, in order, and tells when it is ready', () => {
    const told = instantiated();
    expect(objectsOf(told)).to.deep.equal(ALL);
    const posts = told.net.sent.filter(({ request }) => request.method === 'POST').map(({ request }) => request.path.split('/').at(-1));
    expect(posts).to.deep.equal(['namespaces', 'configmaps', 'services', 'deployments']);
  });

  it('waits at a gate until what is below is ready, and then as long as the gate says', () => {
    const told = story();
    const wait = 2 * SECOND;
    told.manager.want('c1', 'x1', 0, ns('n1'));
    told.manager.want('c1', 'x1', 3, deployment('web'));
    told.manager.want('c1', 'x1', 9, map('m1'), { until: 'ready', wait });
    const isReady = (): boolean => told.manager.items.get('c1')?.get('x1 apps/v1/Deployment/n1/web')?.ready === true;
    expect(told.net.runUntil(isReady, 5 * SECOND), 'the lower one is ready').to.equal(true);
    expect(objectsOf(told)).to.not.include('ConfigMap m1');
    const since = told.net.now;
    expect(
      told.net.runUntil(() => objectsOf(told).includes('ConfigMap m1'), 5 * SECOND),
      'the higher one is there',
    ).to.equal(true);
    expect(told.net.now - since).to.be.within(wait - SECOND / 10, 2 * wait);
  });

  it('stays at a gate while what is below is there but not ready', () => {
    const told = story(['s1'], { ...correctSyncerRules, isReady: (object) => object['kind'] !== 'Deployment' });
    told.manager.want('c1', 'x1', 3, deployment('web'));
    told.manager.want('c1', 'x1', 0, ns('n1'));
    told.manager.want('c1', 'x1', 9, map('m1'), { until: 'ready', wait: 0 });
    told.net.runUntil(() => false, 5 * SECOND);
    expect(objectsOf(told)).to.include('Deployment web').and.not.include('ConfigMap m1');
  });

  it('is at peace afterwards: it writes nothing and tells nothing', () => {
    const { net, manager } = instantiated();
    net.run(SECOND);
    const writes = (): number => net.sent.filter(({ request }) => request.method !== 'GET').length;
    const [before, told] = [writes(), manager.results.length];
    net.run(5 * SECOND);
    expect([writes(), manager.results.length]).to.deep.equal([before, told]);
  });

  it('updates an object whose manifest changed, and removes what the new one lacks', () => {
    const told = instantiated();
    told.manager.want('c1', 'x1', 1, { ...map('m1', 'b'), data: { other: 'c' } });
    expect(told.net.runUntil(() => told.manager.isReady(), 3 * SECOND)).to.equal(true);
    expect(objectOf(told, 'v1/configmaps/n1/m1')?.['data']).to.deep.equal({ other: 'c' });
  });

  it('takes everything away, last order first, and says so only when it is gone', () => {
    const told = instantiated();
    byHand(told, 'PATCH', '/api/v1/namespaces/n1/configmaps/m1', { metadata: { finalizers: ['example.com/hold'] } });
    told.manager.terminate('x1');
    told.net.run(2 * SECOND);
    expect(objectsOf(told)).to.deep.equal(['ConfigMap m1', 'Namespace n1']);
    expect(told.manager.results.some(({ resource, status }) => resource === CM && status === 'Deleted')).to.equal(false);
    byHand(told, 'PATCH', '/api/v1/namespaces/n1/configmaps/m1', { metadata: { finalizers: null } });
    expect(told.net.runUntil(() => told.manager.isDone(), 3 * SECOND)).to.equal(true);
    expect(objectsOf(told)).to.deep.equal([]);
  });

  it('never calls a refused deletion done, and deletes once it is allowed', () => {
    const told = instantiated();
    byHand(told, 'POST', POLICIES, deny('delete'));
    told.manager.terminate('x1');
    told.net.run(5 * SECOND);
    expect(told.manager.isDone()).to.equal(false);
    expect(told.manager.results.filter(({ status }) => status === 'Deleted')).to.deep.equal([]);
    expect(told.manager.results.filter(({ status }) => status === 'Retrying')).to.have.length(1);
    byHand(told, 'DELETE', `${POLICIES}/deny`);
    expect(told.net.runUntil(() => told.manager.isDone(), 8 * SECOND)).to.equal(true);
    expect(objectsOf(told)).to.deep.equal([]);
  });

  it('refused deletions end as done with the rule that swallows them', () => {
    const swallows = {
      ...correctSyncerRules,
      deleteOutcome: (status: number, reason: string) => (status === 403 ? 'done' : correctSyncerRules.deleteOutcome(status, reason)),
    };
    const told = instantiated(['s1'], swallows);
    byHand(told, 'POST', POLICIES, deny('delete'));
    told.manager.terminate('x1');
    expect(told.net.runUntil(() => told.manager.isDone(), 5 * SECOND)).to.equal(true);
    expect(objectsOf(told)).to.include('ConfigMap m1');
  });

  it('waits for a cluster that is away and goes on when it is back', () => {
    const told = story();
    told.net.crash('c1');
    wantAll(told);
    told.net.run(8 * SECOND);
    expect(told.manager.results.map(({ status }) => status)).to.deep.equal(['Retrying']);
    told.net.start('c1');
    expect(told.net.runUntil(() => told.manager.isReady(), 6 * SECOND)).to.equal(true);
  });

  it('does nothing about an item on hold', () => {
    const told = instantiated();
    told.manager.want('c1', 'x1', 1, map('m1', 'b'));
    told.manager.change('c1', CM, { hold: true });
    told.net.run(2 * SECOND);
    expect(objectOf(told, 'v1/configmaps/n1/m1')?.['data']).to.deep.equal({ value: 'a' });
  });

  it('says that what is on hold was taken away, and does not put it back', () => {
    const told = instantiated();
    told.manager.change('c1', CM, { hold: true });
    told.net.run(SECOND);
    byHand(told, 'DELETE', '/api/v1/namespaces/n1/configmaps/m1');
    told.net.run(2 * SECOND);
    const last = told.manager.results.at(-1);
    expect([last?.resource, last?.status, last?.ready, last?.reason]).to.deep.equal([CM, 'Applied', false, 'MISSING']);
    expect(objectOf(told, 'v1/configmaps/n1/m1')).to.equal(undefined);
  });

  it('does not take an object that another context owns, and names the owner', () => {
    const told = instantiated();
    told.manager.want('c1', 'x2', 1, map('m1', 'theirs'));
    told.net.run(2 * SECOND);
    const last = told.manager.results.at(-1);
    expect([last?.status, last?.reason]).to.deep.equal(['Failed', 'OWNED_BY x1']);
    expect(objectOf(told, 'v1/configmaps/n1/m1')?.['data']).to.deep.equal({ value: 'a' });
  });

  describe('drift', () => {
    const edits: readonly (readonly [title: string, method: string, body: Json])[] = [
      ['an edited object', 'PATCH', { data: { value: 'z' } }],
      ['an object with more than it should have', 'PATCH', { data: { extra: 'z' } }],
      ['an object without its owner', 'PATCH', { metadata: { labels: null } }],
      ['a deleted object', 'DELETE', {}],
    ];
    for (const [title, method, body] of edits)
      it(`puts back ${title}`, () => {
        const told = instantiated();
        told.net.run(SECOND);
        byHand(told, method, '/api/v1/namespaces/n1/configmaps/m1', body);
        told.net.run(2 * SECOND);
        const object = objectOf(told, 'v1/configmaps/n1/m1');
        expect(object?.['data']).to.deep.equal({ value: 'a' });
        expect(asObject(asObject(object?.['metadata'])?.['labels'])?.['orchestrator.context']).to.equal('x1');
      });

    it('puts everything back after its namespace was deleted by hand', () => {
      const told = instantiated();
      byHand(told, 'DELETE', '/api/v1/namespaces/n1');
      told.net.run(8 * SECOND);
      expect(objectsOf(told)).to.deep.equal(ALL);
      expect(told.manager.isReady()).to.equal(true);
    });
  });

  it('the sweep collects an owned object that nobody wants, and no other', () => {
    const told = instantiated();
    byHand(told, 'POST', '/api/v1/namespaces/n1/configmaps', {
      ...map('lost'),
      metadata: { name: 'lost', labels: { 'orchestrator.context': 'dead' } },
    });
    byHand(told, 'POST', '/api/v1/namespaces/n1/configmaps', { ...map('foreign'), metadata: { name: 'foreign' } });
    told.net.run(3 * SECOND);
    expect(objectsOf(told)).to.deep.equal(['ConfigMap foreign', ...ALL]);
  });

  it('two syncers share the load and one alone ends up with everything', () => {
    const told = instantiated(['s1', 's2']);
    const { holder } = told.manager.servers.get('c1') ?? {};
    told.net.crash(holder ?? '');
    told.manager.want('c1', 'x1', 1, map('m1', 'b'));
    expect(told.net.runUntil(() => told.manager.isReady(), 6 * SECOND)).to.equal(true);
    expect(told.manager.servers.get('c1')?.holder).to.not.equal(holder);
  });

  describe('late requests', () => {
    const unswept: SyncerRules = { ...correctSyncerRules, sweep: [] };
    const isCreate = ({ request }: Sent): boolean => request.method === 'POST';

    /** The holder dies with a create on its way, which arrives long after the context is gone. */
    function lateCreate(syncers: readonly string[], rules: SyncerRules): Story {
      const told = story(syncers, rules);
      wantAll(told);
      told.net.delayOf = (sent) => (isCreate(sent) ? 10 * SECOND : 0);
      told.net.runUntil(() => told.net.sent.some(isCreate), 2 * SECOND);
      const holder = told.manager.servers.get('c1')?.holder ?? '';
      told.net.crash(holder);
      told.net.delayOf = () => 0;
      told.manager.terminate('x1');
      if (syncers.length === 1) told.net.start(holder);
      expect(told.net.runUntil(() => told.manager.isDone(), 6 * SECOND)).to.equal(true);
      told.net.run(12 * SECOND);
      return told;
    }

    it('of the holder before change nothing', () => {
      expect(objectsOf(lateCreate(['s1', 's2'], unswept))).to.deep.equal([]);
    });

    it('of the same syncer before it was restarted change nothing', () => {
      expect(objectsOf(lateCreate(['s1'], unswept))).to.deep.equal([]);
    });

    const needed: readonly (readonly [what: string, rules: SyncerRules])[] = [
      ['fence', { ...unswept, fenceOf: () => null }],
      ['barrier', { ...unswept, needsBarrier: () => false }],
    ];
    for (const [what, rules] of needed)
      it(`leave an orphan without a ${what}, which the sweep collects`, () => {
        expect(objectsOf(lateCreate(['s1', 's2'], rules))).to.deep.equal(['Namespace n1']);
        expect(objectsOf(lateCreate(['s1', 's2'], { ...rules, sweep: correctSyncerRules.sweep }))).to.deep.equal([]);
      });
  });

  it('a deletion does not hit an object that took the place of ours', () => {
    const told = instantiated();
    told.manager.terminate('x1');
    told.net.delayOf = ({ request }) => {
      if (request.method === 'DELETE' && request.path.endsWith('configmaps/m1')) replaceByHand(told);
      return 0;
    };
    told.net.runUntil(() => told.manager.results.some(({ resource, status }) => resource === CM && status === 'Deleted'), 3 * SECOND);
    expect(objectOf(told, 'v1/configmaps/n1/m1')?.['data']).to.deep.equal({ value: 'foreign' });
  });

  function replaceByHand(told: Story): void {
    byHand(told, 'DELETE', '/api/v1/namespaces/n1/configmaps/m1');
    told.net.now += 1;
    byHand(told, 'POST', '/api/v1/namespaces/n1/configmaps', map('m1', 'foreign'));
    told.net.delayOf = () => 0;
  }

  it('an update does not undo what somebody else wrote meanwhile', () => {
    const told = instantiated();
    told.manager.want('c1', 'x1', 1, map('m1', 'b'));
    told.net.delayOf = ({ request }) => {
      if (request.method === 'PUT') {
        told.net.delayOf = () => 0;
        byHand(told, 'PATCH', '/api/v1/namespaces/n1/configmaps/m1', { metadata: { annotations: { 'their.own': 'note' } } });
      }
      return 0;
    };
    told.net.run(3 * SECOND);
    const object = objectOf(told, 'v1/configmaps/n1/m1');
    expect(object?.['data']).to.deep.equal({ value: 'b' });
    expect(asObject(asObject(object?.['metadata'])?.['annotations'])?.['their.own']).to.equal('note');
  });

  it('what somebody else deleted counts as deleted', () => {
    const told = instantiated();
    told.manager.terminate('x1');
    byHand(told, 'DELETE', '/api/v1/namespaces/n1/configmaps/m1');
    expect(told.net.runUntil(() => told.manager.isDone(), 4 * SECOND)).to.equal(true);
  });

  it('orders wait for the one before, however they are listed', () => {
    const told = story();
    told.manager.want('c1', 'x1', 3, deployment('web'));
    told.manager.want('c1', 'x1', 1, map('m1'));
    told.manager.want('c1', 'x1', 0, ns('n1'));
    expect(told.net.runUntil(() => told.manager.isReady(), 3 * SECOND)).to.equal(true);
    const posts = told.net.sent.filter(({ request }) => request.method === 'POST').map(({ request }) => request.path.split('/').at(-1));
    expect(posts).to.deep.equal(['namespaces', 'configmaps', 'deployments']);
  });

  /** Deletions sent while a context comes during a sweep whose lists are slow. */
  function strayDeletions(rules: SyncerRules): number {
    let count = 0;
    for (let offset = 0; offset < 1_000; offset += 50) {
      const told = instantiated(['s1'], rules);
      told.net.delayOf = ({ request }) => (request.path.endsWith('labelSelector=orchestrator.context') ? 300_000 : 0);
      told.net.run(SECOND + offset * 1_000);
      told.manager.want('c1', 'x2', 1, map('m2'));
      told.net.run(2 * SECOND);
      count += told.net.sent.filter(({ request }) => request.method === 'DELETE' && request.path.endsWith('/m2')).length;
    }
    return count;
  }

  it('the sweep never deletes what became wanted while it looked, as it would if it asked first', function () {
    this.timeout(60_000);
    expect(strayDeletions(correctSyncerRules)).to.equal(0);
    const asksFirst: SyncerRules = { ...correctSyncerRules, sweep: ['ask', 'list', 'collect'] };
    expect(strayDeletions(asksFirst)).to.be.greaterThan(0);
  });

  it('readiness and drift are seen again after the cluster was restarted', () => {
    const told = instantiated();
    told.net.crash('c1');
    told.net.run(SECOND);
    told.net.start('c1');
    told.net.run(4 * SECOND);
    byHand(told, 'PATCH', '/apis/apps/v1/namespaces/n1/deployments/web', { spec: { replicas: 5 } });
    told.net.run(2 * SECOND);
    expect(asObject(objectOf(told, 'apps/v1/deployments/n1/web')?.['spec'])?.['replicas']).to.equal(2);
    expect(told.manager.isReady()).to.equal(true);
  });

  it('a restart after any effect loses and repeats nothing', function () {
    this.timeout(60_000);
    const calm = instantiated();
    const total = calm.net.effectsOf('s1');
    for (let cut = 0; cut < total; cut++) {
      const told = story();
      wantAll(told);
      told.net.crashAfter('s1', cut);
      told.net.runUntil(() => !told.net.isUp('s1'), 5 * SECOND);
      told.net.start('s1');
      expect(
        told.net.runUntil(() => told.manager.isReady(), 8 * SECOND),
        `cut at ${cut}`,
      ).to.equal(true);
      expect(objectsOf(told)).to.deep.equal(ALL);
      told.manager.terminate('x1');
      expect(
        told.net.runUntil(() => told.manager.isDone(), 8 * SECOND),
        `terminate, cut at ${cut}`,
      ).to.equal(true);
      expect(objectsOf(told)).to.deep.equal([]);
    }
  });

  it('a copy goes on as the original would', () => {
    const { net } = instantiated();
    const machine = syncerMachine(correctSyncerRules);
    const state = net.stateOf('s1') as Parameters<typeof machine.clone>[0];
    const copy = machine.clone(state);
    expect(machine.digest(copy)).to.equal(machine.digest(state));
    net.run(2 * SECOND);
    expect(machine.digest(copy)).to.not.equal(machine.digest(state));
  });
});
