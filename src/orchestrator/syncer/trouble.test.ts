// Goal: whatever a cluster refuses, spoils, holds or keeps silent about, and whatever it comes back as, a syncer believes only what the cluster says, keeps
// its temper meanwhile, and makes everything right again once the trouble is over.
// Method: stories with a real cluster under policies and backups, a syncer and a toy manager on a toy network.
import { expect } from 'chai';
import { bytesOf, type Effect, type Json, type JsonObject, type Machine, textOf } from '../../world/index.js';
import { type ClusterState, clusterMachine } from '../cluster/index.js';
import { ownerLabel } from '../wire/command.js';
import { correctSyncerRules, type SyncerRules, syncerMachine } from './index.js';
import type { SyncerState } from './syncer-state.js';
import { configOf, limitsDefault, timingsDefault } from './toy-config.js';
import { ToyManager } from './toy-manager.js';
import { ToyNetwork } from './toy-network.js';

const second = 1_000_000;
const policies = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
const maps = '/api/v1/namespaces/n1/configmaps';
const namespace: JsonObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n1' } };
const map = (name: string): JsonObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'n1' }, data: { a: 'b' } });
const deployment: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'n1' },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
  },
};
const everything = ['ConfigMap m1', 'Deployment web', 'Namespace n1'];

class Bed {
  readonly net = new ToyNetwork();
  readonly manager = new ToyManager(['c1'], timingsDefault.leaseLife);
  private hands = 0;

  constructor(rules: SyncerRules = correctSyncerRules, cluster: Machine<ClusterState> = clusterMachine()) {
    this.net.add('m1', this.manager.machine(), null);
    this.net.add('m2', this.manager.machine('m1'), null);
    this.net.add('c1', cluster, configOf('c1', limitsDefault));
    this.net.add('s1', syncerMachine(rules), configOf('s1', limitsDefault));
  }

  want(): this {
    for (const [order, object] of [namespace, map('m1'), deployment].entries()) this.manager.want('c1', 'x1', order, object);
    return this;
  }

  ready(): this {
    expect(
      this.net.runUntil(() => this.manager.isReady(), 5 * second),
      'ready',
    ).to.equal(true);
    return this;
  }

  under(spec: JsonObject): void {
    const body = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', metadata: { name: 'p' }, spec };
    this.byHand('POST', policies, body);
  }

  lift(): void {
    this.byHand('DELETE', `${policies}/p`);
  }

  byHand(method: string, path: string, body: Json = {}): void {
    const request = { method, path, headers: { 'content-type': 'application/json' }, body: bytesOf(JSON.stringify(body)) };
    this.net.deliver('c1', { on: 'request', call: -1_000_000 - this.hands++, request });
  }

  /** All but policies and what is always there. */
  get objects(): readonly string[] {
    const { objects } = this.net.stateOf('c1') as ClusterState;
    return [...objects.values()]
      .filter(({ name }) => !['default', 'kube-system', 'p'].includes(name))
      .map(({ type, name }) => `${type.kind} ${name}`)
      .sort();
  }

  get told(): readonly string[] {
    return this.manager.results.map(({ resource, status }) => `${resource.split('/').at(-1) ?? ''} ${status}`);
  }
}

const rulesThatSpoil: readonly JsonObject[] = [
  'too-many-requests',
  'internal-error',
  'unavailable',
  'failure',
  'html',
  'text',
  'bad-gateway',
  'truncated',
].flatMap((how) => [
  { how, verb: '*', resource: '*' },
  { how, verb: '*', resource: '*', served: true },
  { how, verb: '*', resource: 'configmaps', every: 2 },
]);
const rulesThatRefuse: readonly JsonObject[] = ['quota', 'webhook', 'webhook-away'].map((as) => ({ as, verb: '*', resource: '*' }));

describe('orchestrator/syncer in trouble', () => {
  const spoiling = rulesThatSpoil.map((rule) => ({ answer: [rule] }));
  const refusing = rulesThatRefuse.map((rule) => ({ deny: [rule] }));
  const watching = ['lose', 'stall', 'expire'].map((list) => ({ [list]: [{ resource: '*' }] }));
  for (const spec of [...spoiling, ...refusing, ...watching])
    it(`makes everything, and takes it away again, over ${JSON.stringify(spec)}`, () => {
      const bed = new Bed();
      bed.net.run(second);
      bed.under(spec);
      bed.want();
      bed.net.run(3 * second);
      bed.lift();
      expect(
        bed.net.runUntil(() => bed.manager.isReady(), 8 * second),
        'made',
      ).to.equal(true);
      expect(bed.objects).to.deep.equal(everything);
      bed.under(spec);
      bed.manager.terminate('x1');
      for (let looks = 0; looks < 30; looks++) {
        bed.net.run(second / 10);
        if (bed.manager.isDone()) expect(bed.objects, 'said to be gone').to.deep.equal([]);
      }
      bed.lift();
      expect(
        bed.net.runUntil(() => bed.manager.isDone(), 8 * second),
        'taken away',
      ).to.equal(true);
      bed.net.run(second);
      expect(bed.objects).to.deep.equal([]);
    });

  it('says of what a finalizer holds that it is not gone, until it is', () => {
    const bed = new Bed().want().ready();
    bed.under({ hold: [{ resource: 'configmaps' }] });
    bed.manager.terminate('x1');
    bed.net.run(4 * second);
    expect(bed.objects).to.include('ConfigMap m1');
    expect(bed.told).not.to.include('m1 Deleted');
    bed.lift();
    expect(bed.net.runUntil(() => bed.manager.isDone(), 4 * second)).to.equal(true);
    expect(bed.objects).to.deep.equal([]);
  });

  it('works what is behind an object that the cluster fails on', () => {
    const bed = new Bed().want().ready();
    bed.under({ answer: [{ how: 'internal-error', verb: 'create', resource: 'configmaps' }] });
    bed.manager.want('c1', 'x2', 0, map('m2'));
    bed.manager.want('c1', 'x3', 0, { ...deployment, metadata: { name: 'other', namespace: 'n1' } });
    expect(bed.net.runUntil(() => bed.objects.includes('Deployment other'), 3 * second)).to.equal(true);
    expect(bed.objects).not.to.include('ConfigMap m2');
  });

  for (const spec of [{ expire: [{ resource: '*' }] }, { answer: [{ how: 'html', verb: 'watch', resource: '*' }] }])
    it(`does not ask without a pause under ${JSON.stringify(spec)}`, () => {
      const bed = new Bed().want().ready();
      bed.under(spec);
      bed.byHand('DELETE', `${maps}/m1`);
      bed.net.run(6 * second);
      const before = bed.net.sent.length;
      bed.net.run(4 * second);
      expect(bed.net.sent.length - before).to.be.below(150);
    });

  for (const status of [302, 403, 404])
    it(`does not ask without a pause where it may list and each watch is answered with ${status}`, () => {
      const own = clusterMachine();
      const part = { head: { status, headers: {} }, bytes: bytesOf('{"kind":"Status","status":"Failure"}'), end: true };
      const cluster: Machine<ClusterState> = {
        ...own,
        step: (state, input, env) =>
          input.on === 'request' && input.request.path.includes('watch=true')
            ? [{ do: 'reply', call: input.call, part }]
            : own.step(state, input, env),
      };
      const bed = new Bed(correctSyncerRules, cluster).want().ready();
      bed.net.run(6 * second);
      const before = bed.net.sent.length;
      bed.net.run(4 * second);
      expect(bed.net.sent.length - before).to.be.below(150);
    });

  for (const list of ['lose', 'stall'])
    it(`puts back what was taken away while its watch was under ${list}, within two sweeps`, () => {
      const bed = new Bed().want().ready();
      bed.under({ [list]: [{ resource: '*' }] });
      bed.byHand('DELETE', `${maps}/m1`);
      bed.lift();
      expect(bed.objects).not.to.include('ConfigMap m1');
      bed.net.run(2 * timingsDefault.sweepEvery + second / 10);
      expect(bed.objects).to.deep.equal(everything);
    });

  for (const [status, how] of [
    [403, 'is forbidden'],
    [500, 'fails'],
  ] as const)
    it(`takes away what nobody wants though the list of another kind ${how} for good`, () => {
      const own = clusterMachine();
      const part = { head: { status, headers: {} }, bytes: bytesOf('{"kind":"Status","status":"Failure"}'), end: true };
      const cluster: Machine<ClusterState> = {
        ...own,
        step: (state, input, env) =>
          input.on === 'request' && input.request.method === 'GET' && input.request.path.startsWith('/api/v1/services')
            ? [{ do: 'reply', call: input.call, part }]
            : own.step(state, input, env),
      };
      const bed = new Bed(correctSyncerRules, cluster).want().ready();
      const metadata = { name: 'left', namespace: 'n1', labels: { [ownerLabel]: 'x0' } };
      bed.byHand('POST', maps, { ...map('left'), metadata });
      expect(bed.objects).to.include('ConfigMap left');
      bed.net.run(2 * timingsDefault.sweepEvery + second / 2);
      expect(bed.objects).to.deep.equal(everything);
    });

  it('sweeps no more often where the versions of one kind are apart from those of the others', () => {
    const own = clusterMachine();
    const apart = (effect: Effect): Effect =>
      effect.do === 'reply' && effect.part !== 'broken' && effect.part.bytes !== null
        ? {
            ...effect,
            part: { ...effect.part, bytes: bytesOf(textOf(effect.part.bytes).replace(/"resourceVersion":"\d+"/, '"resourceVersion":"1"')) },
          }
        : effect;
    const cluster: Machine<ClusterState> = {
      ...own,
      step: (state, input, env) => {
        const effects = own.step(state, input, env);
        return input.on === 'request' && input.request.path.startsWith('/api/v1/services') ? effects.map(apart) : effects;
      },
    };
    const bed = new Bed(correctSyncerRules, cluster).want().ready();
    bed.net.run(12 * second);
    expect((bed.net.stateOf('s1') as SyncerState).counts.sweeps).to.be.within(8, 14);
  });

  it('takes away what nobody wants behind an object whose deletion fails for good, and goes on to sweep', () => {
    const bed = new Bed().want().ready();
    const labels = { [ownerLabel]: 'x0' };
    bed.under({ deny: [{ as: 'webhook-away', verb: 'delete', resource: 'configmaps' }] });
    bed.byHand('POST', maps, { ...map('left'), metadata: { name: 'left', namespace: 'n1', labels } });
    bed.byHand('POST', '/apis/apps/v1/namespaces/n1/deployments', { ...deployment, metadata: { name: 'left', namespace: 'n1', labels } });
    bed.net.run(4 * second);
    expect(bed.objects).to.deep.equal(['ConfigMap left', ...everything]);
    bed.lift();
    bed.net.run(3 * second);
    expect(bed.objects).to.deep.equal(everything);
  });

  for (const as of ['webhook', 'webhook-away'])
    it(`takes away what nobody wants within two sweeps of a ${as} that refused it, though it is of a kind that is not in use`, () => {
      const bed = new Bed().want().ready();
      bed.under({ deny: [{ as, verb: 'delete', resource: 'services' }] });
      const metadata = { name: 'left', namespace: 'n1', labels: { [ownerLabel]: 'x0' } };
      bed.byHand('POST', '/api/v1/namespaces/n1/services', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata,
        spec: { ports: [{ port: 80 }] },
      });
      expect(bed.objects).to.include('Service left');
      bed.net.crash('s1');
      bed.net.start('s1');
      bed.net.run(2.5 * second);
      bed.lift();
      bed.net.run(2 * timingsDefault.sweepEvery + second / 2);
      expect(bed.objects).to.deep.equal(everything);
    });

  it('never puts it back by the rule that corrects nothing', () => {
    const bed = new Bed({ ...correctSyncerRules, resyncs: false }).want().ready();
    bed.under({ lose: [{ resource: '*' }] });
    bed.byHand('DELETE', `${maps}/m1`);
    bed.lift();
    bed.net.run(10 * second);
    expect(bed.objects).not.to.include('ConfigMap m1');
  });

  describe('when its cluster comes back as it was', () => {
    function cameBack(empty: boolean, between: (bed: Bed) => void): Bed {
      const bed = new Bed().want().ready();
      bed.byHand('POST', '/backups', { name: 'b', empty });
      between(bed);
      bed.net.run(3 * second);
      bed.byHand('POST', '/backups/b/restore');
      return bed;
    }

    it('makes everything anew in an empty one', () => {
      const bed = cameBack(true, () => {});
      expect(bed.objects).to.deep.equal([]);
      bed.net.run(2 * second);
      expect(bed.objects).to.deep.equal(everything);
      expect(bed.manager.isReady()).to.equal(true);
    });

    it('says that an object cannot be made while its namespace is on hold, and makes it once it is not', () => {
      const bed = new Bed().ready();
      bed.manager.want('c1', 'x1', 0, namespace);
      bed.manager.want('c1', 'x2', 0, map('m1'));
      bed.ready().manager.change('c1', 'v1/Namespace//n1', { hold: true });
      bed.byHand('POST', '/backups', { name: 'b', empty: true });
      bed.byHand('POST', '/backups/b/restore');
      bed.net.run(3 * second);
      expect(bed.told.at(-1)).to.equal('m1 Failed');
      expect(bed.manager.results.at(-1)?.reason).to.contain('NAMESPACE_ON_HOLD');
      bed.manager.change('c1', 'v1/Namespace//n1', { hold: false });
      bed.net.run(4 * second);
      expect(bed.objects).to.deep.equal(['ConfigMap m1', 'Namespace n1']);
      expect(bed.manager.isReady()).to.equal(true);
    });

    it('makes what the copy lacks, and changes what was otherwise then', () => {
      const bed = cameBack(false, ({ manager }) => {
        manager.want('c1', 'x1', 1, { ...map('m1'), data: { a: 'c' } });
        manager.want('c1', 'x1', 2, map('m2'));
      });
      bed.net.run(2 * second);
      const { objects } = bed.net.stateOf('c1') as ClusterState;
      expect(objects.get('v1/configmaps/n1/m1')?.object['data']).to.deep.equal({ a: 'c' });
      expect(bed.objects).to.deep.equal([...everything, 'ConfigMap m2'].sort());
    });

    it('takes away what nobody wants any more, also when another syncer took it away then', () => {
      const bed = cameBack(false, ({ manager, net }) => {
        manager.terminate('x1');
        net.runUntil(() => manager.isDone(), 3 * second);
        net.crash('s1');
        net.start('s1');
      });
      expect(bed.objects).to.deep.equal(everything);
      bed.net.run(2.4 * second);
      expect(bed.objects).to.deep.equal([]);
    });

    it('takes it away, too, where the cluster was away before while nothing was wanted, and its versions are as high as they were', () => {
      const bed = new Bed();
      const { manager, net } = bed;
      manager.want('c1', 'x1', 0, { ...map('m1'), metadata: { name: 'm1', namespace: 'default' } });
      bed.ready();
      bed.byHand('POST', '/backups', { name: 'b' });
      manager.terminate('x1');
      net.runUntil(() => manager.isDone(), 3 * second);
      for (const node of ['s1', 'c1']) {
        net.crash(node);
        net.run(second);
        net.start(node);
        net.run(2 * second);
      }
      bed.byHand('POST', '/backups/b/restore');
      for (let writes = 0; writes < 4; writes++) {
        bed.under({});
        bed.lift();
      }
      net.run(2.4 * second);
      expect(bed.objects).to.deep.equal([]);
    });

    it('takes it away, too, where the first look at everything came to nothing', () => {
      const bed = cameBack(false, (own) => {
        const { manager, net } = own;
        manager.terminate('x1');
        net.runUntil(() => manager.isDone(), 3 * second);
        net.crash('s1');
        own.under({ answer: [{ how: 'unavailable', verb: 'list', resource: 'services' }] });
        net.start('s1');
        net.run(1.5 * second);
        own.lift();
      });
      bed.net.run(2.4 * second);
      expect(bed.objects).to.deep.equal([]);
    });
  });
});
