// Goal: the official client's list-watch ends up with what is there, whatever becomes of its connections.
// Method: an informer behind a proxy that resets; more is written while it is away than the cluster remembers; the cluster is killed and started again.
import { setTimeout } from 'node:timers/promises';
import { CoreV1Api, KubeConfig, makeInformer, type V1ConfigMap } from '@kubernetes/client-node';
import { expect } from 'chai';
import { ClusterNode } from './cluster-node.js';
import { CuttableProxy } from './cuttable-proxy.js';

const TEST_MILLIS_MAX = 60_000;
const HISTORY_MAX = 6;
const TRIES_MAX = 1_000;
const PAUSE_MILLIS = 20;
const namespace = 'default';

function clientOf(server: string): { readonly config: KubeConfig; readonly api: CoreV1Api } {
  const config = new KubeConfig();
  config.loadFromClusterAndUser({ name: 'c', server, skipTLSVerify: true }, { name: 'u' });
  return { config, api: config.makeApiClient(CoreV1Api) };
}

const briefOf = (items: readonly V1ConfigMap[]): readonly string[] =>
  items.map(({ metadata, data }) => `${String(metadata?.name)} ${String(metadata?.resourceVersion)} ${String(data?.['a'])}`).toSorted();

describe('the official client and a cluster of ours', function () {
  this.timeout(TEST_MILLIS_MAX);
  const node = new ClusterNode({ watchHistoryMax: HISTORY_MAX });
  let proxy: CuttableProxy;
  let near: CoreV1Api;
  let lists = 0;
  let failures = 0;
  let isOver = false;
  let informer: ReturnType<typeof makeInformer<V1ConfigMap>>;

  before(async () => {
    await node.start();
    near = clientOf(node.address).api;
    proxy = new CuttableProxy(Number(new URL(node.address).port));
    const { config, api } = clientOf(await proxy.start());
    informer = makeInformer<V1ConfigMap>(config, `/api/v1/namespaces/${namespace}/configmaps`, () => {
      lists++;
      return api.listNamespacedConfigMap({ namespace });
    });
    informer.on('error', () => {
      failures++;
      if (!isOver) void setTimeout(PAUSE_MILLIS).then(() => (isOver ? undefined : informer.start()));
    });
    await put('a', '0');
    await informer.start();
  });
  after(async () => {
    isOver = true;
    await informer.stop();
    proxy.end();
    await node.end();
  });

  async function put(name: string, a: string): Promise<void> {
    const body: V1ConfigMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a } };
    try {
      await near.createNamespacedConfigMap({ namespace, body });
    } catch {
      await near.replaceNamespacedConfigMap({ namespace, name, body });
    }
  }

  async function agreed(): Promise<void> {
    const truth = briefOf((await near.listNamespacedConfigMap({ namespace })).items);
    for (let tries = 0; tries < TRIES_MAX && briefOf(informer.list()).join() !== truth.join(); tries++) await setTimeout(PAUSE_MILLIS);
    expect(briefOf(informer.list())).to.deep.equal(truth);
  }

  it('follows what is created, changed and deleted', async () => {
    for (const round of ['1', '2']) for (const name of ['a', 'b', 'c']) await put(name, round);
    await near.deleteNamespacedConfigMap({ namespace, name: 'b' });
    await agreed();
    expect([lists, failures]).to.deep.equal([1, 0]);
  });

  it('resumes after resets, without a new list', async () => {
    for (let round = 0; round < 4; round++) {
      await put('a', `reset ${round}`);
      proxy.cut();
      await put('c', `reset ${round}`);
      await agreed();
    }
    expect([lists, failures > 0]).to.deep.equal([1, true]);
  });

  it('lists anew when the version it knows is forgotten, and loses nothing that was deleted meanwhile', async () => {
    proxy.isClosed = true;
    proxy.cut();
    for (let n = 0; n < HISTORY_MAX * 2; n++) await put('d', String(n));
    await near.deleteNamespacedConfigMap({ namespace, name: 'c' });
    proxy.isClosed = false;
    await agreed();
    expect(informer.list().map(({ metadata }) => metadata?.name)).to.have.members(['a', 'd']);
    expect(lists).to.be.above(1);
  });

  it('goes on when the cluster was killed and came back', async () => {
    await put('e', 'before');
    await node.restart();
    await put('e', 'after');
    await near.deleteNamespacedConfigMap({ namespace, name: 'a' });
    await agreed();
    expect(informer.list().map(({ metadata }) => metadata?.name)).to.have.members(['d', 'e']);
  });
});
