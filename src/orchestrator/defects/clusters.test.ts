// Goal: each defect of the syncers does what its entry says, and the correct rules do not.
// Method: a syncer and a real cluster under a toy manager on a toy network, with and without the defect.
import { expect } from 'chai';
import { bytesOf, type Json, type JsonObject } from '../../world/index.js';
import { clusterMachine, type ClusterState } from '../cluster/index.js';
import { correctRules, type Defect } from '../rules/index.js';
import { syncerMachine } from '../syncer/index.js';
import { configOf, limitsDefault, timingsDefault } from '../syncer/toy-config.js';
import { ToyManager } from '../syncer/toy-manager.js';
import { ToyNetwork } from '../syncer/toy-network.js';
import { defect as claimedFromTheLiving } from './claimed-from-the-living.js';
import { defect as garbledAnswerBelieved } from './garbled-answer-believed.js';
import { defect as goneBeforeGone } from './gone-before-gone.js';
import { defect as lateRequestNotShutOut } from './late-request-not-shut-out.js';
import { defect as leftoversForgotten } from './leftovers-forgotten.js';
import { defect as lostEventUnnoticed } from './lost-event-unnoticed.js';
import { defect as noFence } from './no-fence.js';
import { defect as notFoundIsFailure } from './not-found-is-failure.js';
import { defect as poisonBlocksQueue } from './poison-blocks-queue.js';
import { defect as poisonedObserver } from './poisoned-observer.js';
import { defect as restoreStopsAtFirst } from './restore-stops-at-first.js';
import { defect as secondWorkerAfterRestart } from './second-worker-after-restart.js';
import { defect as supersededHolderGoesOn } from './superseded-holder-goes-on.js';
import { defect as sweepAsksFirst } from './sweep-asks-first.js';
import { defect as terminateSwallowsDeleteFailure } from './terminate-swallows-delete-failure.js';
import { defect as vacuousReady } from './vacuous-ready.js';
import { defect as watchNotRenewed } from './watch-not-renewed.js';

const second = 1_000_000;
const namespace = (name: string): JsonObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
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

class Bed {
  readonly net = new ToyNetwork();
  readonly manager: ToyManager;

  constructor(defect: Defect | null, servers: readonly string[] = ['c1'], syncers: readonly string[] = ['s1']) {
    const rules = (defect === null ? correctRules : defect.replace(correctRules)).syncer;
    this.manager = new ToyManager(servers, timingsDefault.leaseLife);
    this.net.add('m1', this.manager.machine(), null);
    this.net.add('m2', this.manager.machine('m1'), null);
    for (const server of servers) this.net.add(server, clusterMachine(), configOf(server, limitsDefault));
    for (const syncer of syncers) this.net.add(syncer, syncerMachine(rules), configOf(syncer, limitsDefault));
  }

  objects(server = 'c1'): readonly string[] {
    const { objects } = this.net.stateOf(server) as ClusterState;
    return [...objects.values()].map(({ type, name }) => `${type.kind} ${name}`).sort();
  }

  policy(spec: JsonObject): void {
    const body = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', metadata: { name: 'p' }, spec };
    this.byHand('POST', policies, body);
  }

  lift(): void {
    this.byHand('DELETE', `${policies}/p`);
  }

  byHand(method: string, path: string, body: Json = {}): void {
    const request = { method, path, headers: { 'content-type': 'application/json' }, body: bytesOf(JSON.stringify(body)) };
    this.net.deliver('c1', { on: 'request', call: -1_000_000 - this.net.now, request });
  }
}

const policies = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';

/** The same in two beds. */
function twice<T>(defect: Defect, tell: (planted: Defect | null) => T): readonly [correct: T, defective: T] {
  return [tell(null), tell(defect)];
}

function withMap(planted: Defect | null): Bed {
  const bed = new Bed(planted);
  bed.manager.want('c1', 'x1', 0, namespace('n1'));
  bed.manager.want('c1', 'x1', 1, map('m1'));
  bed.net.runUntil(() => bed.manager.isReady(), 5 * second);
  return bed;
}

describe('orchestrator/defects: clusters', () => {
  it('terminate-swallows-delete-failure (D38): a deletion that a cluster refuses counts as done', () => {
    for (const status of [403, 409, 500, 503])
      expect(
        twice(terminateSwallowsDeleteFailure, (planted) =>
          (planted?.replace(correctRules) ?? correctRules).syncer.deleteOutcome(status, ''),
        ),
      ).to.deep.equal(['retry', 'done']);
    for (const [status, reason] of [
      [200, ''],
      [200, 'Terminating'],
      [404, 'NotFound'],
    ] as const)
      expect(terminateSwallowsDeleteFailure.replace(correctRules).syncer.deleteOutcome(status, reason)).to.equal(
        correctRules.syncer.deleteOutcome(status, reason),
      );
  });

  it('restore-stops-at-first (D29): a syncer that was restarted claims nothing', () => {
    const claimed = (planted: Defect | null): number => {
      const bed = new Bed(planted, ['c1', 'c2']);
      for (const server of ['c1', 'c2']) bed.manager.servers.set(server, { holder: 's1', epoch: 3 });
      bed.net.run(5 * second);
      return [...bed.manager.servers.values()].filter(({ epoch }) => epoch > 3).length;
    };
    expect(twice(restoreStopsAtFirst, claimed)).to.deep.equal([2, 0]);
  });

  it('second-worker-after-restart (D30): a syncer that was restarted goes on under the old epoch, and gets nothing done', () => {
    const epochs = (planted: Defect | null): boolean => {
      const bed = withMap(planted);
      const before = bed.manager.servers.get('c1')?.epoch ?? 0;
      bed.net.crash('s1');
      bed.net.start('s1');
      bed.net.run(3 * second);
      return (bed.manager.servers.get('c1')?.epoch ?? 0) > before;
    };
    expect(twice(secondWorkerAfterRestart, epochs)).to.deep.equal([true, false]);
  });

  it('lost-event-unnoticed (D63): an event that was not sent is never made up for', () => {
    const isThereAgain = (planted: Defect | null): boolean => {
      const bed = withMap(planted);
      bed.policy({ lose: [{ resource: 'configmaps' }] });
      bed.byHand('DELETE', '/api/v1/namespaces/n1/configmaps/m1');
      bed.lift();
      bed.net.run(4 * second);
      return bed.objects().includes('ConfigMap m1');
    };
    expect(twice(lostEventUnnoticed, isThereAgain)).to.deep.equal([true, false]);
  });

  it('garbled-answer-believed (D64): the page of a proxy counts as a deletion', () => {
    const leftWhileSaidGone = (planted: Defect | null): boolean => {
      const bed = withMap(planted);
      bed.policy({ answer: [{ verb: 'delete', resource: 'configmaps', how: 'failure' }] });
      bed.manager.terminate('x1');
      const isSaidGone = (): boolean =>
        bed.manager.results.some(({ status, resource }) => status === 'Deleted' && resource.endsWith('/m1'));
      return bed.net.runUntil(isSaidGone, 2 * second) && bed.objects().includes('ConfigMap m1');
    };
    expect(twice(garbledAnswerBelieved, leftWhileSaidGone)).to.deep.equal([false, true]);
  });

  it('watch-not-renewed (D35): what a cluster says after its watches broke is never heard', () => {
    const ready = (planted: Defect | null): boolean => {
      const bed = withMap(planted);
      bed.net.crash('c1');
      bed.net.run(second);
      bed.net.start('c1');
      bed.net.run(8 * second);
      bed.byHand('DELETE', '/api/v1/namespaces/n1/configmaps/m1');
      bed.net.run(4 * second);
      return bed.objects().includes('ConfigMap m1');
    };
    expect(twice(watchNotRenewed, ready)).to.deep.equal([true, false]);
  });

  it('poisoned-observer (D43): an observer whose first list fails never sees anything', () => {
    const repaired = (planted: Defect | null): boolean => {
      const bed = new Bed(planted);
      bed.manager.want('c1', 'x1', 0, namespace('n1'));
      bed.manager.want('c1', 'x1', 1, map('m1'));
      let lost = 0;
      bed.net.delayOf = ({ request }) => (request.path.includes('/configmaps?') && lost++ < 4 ? null : 0);
      bed.net.runUntil(() => bed.manager.isDone(), 10 * second);
      bed.net.run(6 * second);
      bed.byHand('DELETE', '/api/v1/namespaces/n1/configmaps/m1');
      bed.net.run(4 * second);
      return bed.objects().includes('ConfigMap m1');
    };
    expect(twice(poisonedObserver, repaired)).to.deep.equal([true, false]);
  });

  it('not-found-is-failure (D39): a deletion that finds nothing goes on for ever', () => {
    const done = (planted: Defect | null): boolean => {
      const bed = withMap(planted);
      bed.net.crash('s1');
      bed.byHand('DELETE', '/api/v1/namespaces/n1/configmaps/m1');
      bed.manager.terminate('x1');
      bed.net.start('s1');
      return bed.net.runUntil(() => bed.manager.isDone(), 8 * second);
    };
    expect(twice(notFoundIsFailure, done)).to.deep.equal([true, false]);
  });

  it('gone-before-gone (D56): what a cluster is still deleting is told as gone', () => {
    const early = (planted: Defect | null): boolean => {
      const bed = withMap(planted);
      bed.manager.terminate('x1');
      bed.net.runUntil(() => bed.manager.isDone(), 8 * second);
      return bed.objects().includes('Namespace n1');
    };
    expect(twice(goneBeforeGone, early)).to.deep.equal([false, true]);
  });

  it('vacuous-ready (D42): a deployment of which nothing is known is told as ready', () => {
    const { syncer } = vacuousReady.replace(correctRules);
    const status = { observedGeneration: 1, readyReplicas: 0 };
    const object = { ...deployment, metadata: { name: 'web', generation: 1 } };
    expect([correctRules.syncer.isReady(object), syncer.isReady(object), syncer.isReady({ ...object, status })]).to.deep.equal([
      false,
      true,
      false,
    ]);
  });

  it('poison-blocks-queue (D58): an object that a cluster refuses holds up all others', () => {
    const arrived = (planted: Defect | null): boolean => {
      const bed = withMap(planted);
      bed.manager.want('c1', 'x0', 0, { ...map('bad'), metadata: { name: 'bad', namespace: 'nowhere' } });
      bed.net.run(second);
      bed.manager.items.set('c1', new Map([...(bed.manager.items.get('c1') ?? [])].reverse()));
      for (let nth = 0; nth < 6; nth++) bed.manager.want('c1', `y${nth}`, 0, map(`good${nth}`));
      bed.net.run(700_000);
      return bed.objects().includes('ConfigMap good5');
    };
    expect(twice(poisonBlocksQueue, arrived)).to.deep.equal([true, false]);
  });

  it('sweep-asks-first (D57): what comes to be during a sweep is collected', () => {
    const strays = (planted: Defect | null): boolean => {
      for (let offset = 0; offset < 1_000_000; offset += 50_000) {
        const bed = withMap(planted);
        bed.manager.want('c1', 'x1', 2, deployment);
        bed.net.runUntil(() => bed.manager.isReady(), 5 * second);
        bed.net.delayOf = ({ request }) => (request.path.endsWith('labelSelector=orchestrator.context') ? 300_000 : 0);
        bed.net.run(second + offset);
        bed.manager.want('c1', 'x2', 1, map('m2'));
        bed.net.run(2 * second);
        if (bed.net.sent.some(({ request }) => request.method === 'DELETE' && request.path.endsWith('/m2'))) return true;
      }
      return false;
    };
    expect(twice(sweepAsksFirst, strays)).to.deep.equal([false, true]);
  });

  it('leftovers-forgotten (D36): what an earlier epoch left behind is not looked for', () => {
    const left = (planted: Defect | null): boolean => {
      const bed = new Bed(planted);
      const owned = { ...map('old'), metadata: { name: 'old', namespace: 'default', labels: { 'orchestrator.context': 'c0' } } };
      bed.byHand('POST', '/api/v1/namespaces/default/configmaps', owned);
      bed.net.run(5 * second);
      return bed.objects().includes('ConfigMap old');
    };
    expect(twice(leftoversForgotten, left)).to.deep.equal([false, true]);
  });

  it('no-fence (D48a) and late-request-not-shut-out (D34b): nothing shuts out what was sent before', () => {
    expect(twice(noFence, (planted) => (planted?.replace(correctRules) ?? correctRules).syncer.fenceOf(4, 2))).to.deep.equal(['4.2', null]);
    const barriers = (planted: Defect | null): readonly boolean[] => {
      const { syncer } = planted?.replace(correctRules) ?? correctRules;
      return [syncer.needsBarrier('grant'), syncer.needsBarrier('broken')];
    };
    expect(twice(lateRequestNotShutOut, barriers)).to.deep.equal([
      [true, true],
      [true, false],
    ]);
  });

  it('superseded-holder-goes-on (D48d): a syncer that sees another’s grant keeps the server', () => {
    const holds = (planted: Defect | null): boolean => {
      const bed = withMap(planted);
      bed.manager.servers.set('c1', { holder: 'other', epoch: 99 });
      bed.net.run(second);
      return (bed.net.stateOf('s1') as { readonly holdings: ReadonlyMap<string, unknown> }).holdings.has('c1');
    };
    expect(twice(supersededHolderGoesOn, holds)).to.deep.equal([false, true]);
  });

  it('claimed-from-the-living (D48f): the server of a syncer that lives is granted to whoever asks', () => {
    const may = (planted: Defect | null): boolean => (planted?.replace(correctRules) ?? correctRules).manager.mayClaim(true, true);
    expect(twice(claimedFromTheLiving, may)).to.deep.equal([false, true]);
  });
});
