// Goal: whatever crashes, delays and losses a context meets, once they end everything wanted is there, everything unwanted is gone, and the managers know it.
// Method: random storms over two syncers and two clusters, then calm, then the two layers compared object by object.
import { expect } from 'chai';
import { drawFrom, type Draw, type JsonObject } from '../../world/index.js';
import { type ClusterState, clusterMachine } from '../cluster/index.js';
import { correctSyncerRules, syncerMachine } from './index.js';
import { configOf, limitsDefault, timingsDefault } from './toy-config.js';
import { ToyManager } from './toy-manager.js';
import { ToyNetwork } from './toy-network.js';

const RUNS = 60;
const STEPS = 25;
const SECOND = 1_000_000;
const clusters = ['c1', 'c2'];
const syncers = ['s1', 's2'];

function namespace(context: string): JsonObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `n-${context}` } };
}

function map(context: string, name: string, value: string): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: `n-${context}` }, data: { value } };
}

function disturb(net: ToyNetwork, manager: ToyManager, draw: Draw, round: number): void {
  const context = `x${draw('context', 3)}`;
  const cluster = clusters[draw('cluster', 2)] ?? 'c1';
  const node = [...clusters, ...syncers][draw('node', 4)] ?? 'c1';
  const act = draw('act', 10);
  if (act < 4) {
    manager.want(cluster, context, 0, namespace(context));
    manager.want(cluster, context, 1, map(context, `m${draw('name', 3)}`, `v${round}`));
  } else if (act === 4) manager.terminate(context);
  else if (act < 7) net.crashAfter(node, draw('cut', 12));
  else for (const each of [...clusters, ...syncers]) net.start(each);
}

function wantedOn(manager: ToyManager, cluster: string): readonly string[] {
  return [...(manager.items.get(cluster)?.values() ?? [])]
    .filter(({ want }) => want === 'present')
    .map(({ context, resource }) => `${context} ${resource}`)
    .sort();
}

function presentOn(net: ToyNetwork, cluster: string): readonly string[] {
  const { objects } = net.stateOf(cluster) as ClusterState;
  return [...objects.values()]
    .filter(({ labels }) => labels?.['orchestrator.context'] !== undefined)
    .map(
      ({ type, namespace: inside, name, labels }) =>
        `${String(labels?.['orchestrator.context'])} ${type.apiVersion}/${type.kind}/${inside}/${name}`,
    )
    .sort();
}

function storm(seed: string): ToyNetwork {
  const net = new ToyNetwork();
  const manager = new ToyManager(clusters, timingsDefault.leaseLife);
  const draw = drawFrom(seed, 'storm');
  net.add('m1', manager.machine(), null);
  net.add('m2', manager.machine('m1'), null);
  for (const cluster of clusters) net.add(cluster, clusterMachine(), configOf(cluster, limitsDefault));
  for (const syncer of syncers) net.add(syncer, syncerMachine(correctSyncerRules), configOf(syncer, limitsDefault));
  net.delayOf = () => [0, 0, 0, 0, 0, 0, 200_000, 1_500_000, 6_000_000, null][draw('delay', 10)] ?? null;
  for (let step = 0; step < STEPS; step++) {
    disturb(net, manager, draw, step);
    net.run(draw('pause', 600_000));
  }
  net.delayOf = () => 0;
  for (const node of [...clusters, ...syncers]) {
    net.crashAfter(node, null);
    net.start(node);
  }
  const settled = (): boolean =>
    manager.isReady() && clusters.every((cluster) => wantedOn(manager, cluster).join() === presentOn(net, cluster).join());
  expect(net.runUntil(settled, 15 * SECOND), `settled, seed ${seed}`).to.equal(true);
  net.run(8 * SECOND);
  expect(settled(), `stays settled, seed ${seed}`).to.equal(true);
  return net;
}

describe('orchestrator/syncer in a storm', () => {
  it('what is wanted and what is there agree after every storm', function () {
    this.timeout(60_000);
    for (let run = 0; run < RUNS; run++) storm(String(run));
  });

  it('the same storm twice ends in the same states', () => {
    const digests = (net: ToyNetwork): readonly number[] => [...clusters, ...syncers].map((node) => net.digestOf(node));
    expect(digests(storm('twice'))).to.deep.equal(digests(storm('twice')));
  });
});
