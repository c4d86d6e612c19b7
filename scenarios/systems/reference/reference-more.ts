// What a deployment can have beyond what it needs: one document of each further kind, and the next version of the application.
import type { Errand } from '../../../src/contract/index.js';
import type { JsonObject } from '../../../src/world/index.js';
import { appPackage, bodies, document, errand, type Names, storePackage } from './reference-world.js';

const group = 'deployment-intent-group';
const workload = { app: 'web', workloadResource: 'web', resourceType: 'Deployment' };
const subnet = { name: 'subnet', subnet: '172.16.33.0/24', gateway: '172.16.33.1/32' };
const vlan = { vlanID: '100', providerInterfaceName: 'eth1', logicalInterfaceName: 'eth1.100', vlanNodeSelector: 'any' };

/** Networks of the first cluster, applied, and what its owner notes of it. */
export function networksOf({ more, clusters: [one] }: Names): readonly Errand[] {
  return [
    made('network', more.network, { cniType: 'ovn4nfv', ipv4Subnets: [subnet] }),
    made('provider-network', more.providerNetwork, { cniType: 'ovn4nfv', ipv4Subnets: [subnet], providerNetType: 'VLAN', vlan }),
    made('cluster-kv', more.clusterKv, { kv: [{ region: 'north' }, { rack: '7' }] }),
    errand('cluster.apply', one),
  ];
}

/** A share of the clusters, and what the tenant notes of it. */
export function quotasOf({ more }: Names): readonly Errand[] {
  return [
    made('cluster-quota', more.quota, { 'limits.cpu': '400', 'requests.memory': '100Gi' }),
    made('logical-cloud-kv', more.cloudKv, { kv: [{ owner: 'ada' }] }),
  ];
}

/** A second app that the first one waits for, and who may talk to it. */
export function trafficOf({ more, provider }: Names): readonly Errand[] {
  const clusterProvider = provider.slice(provider.lastIndexOf('/') + 1);
  return [
    made('controller', more.controller, { host: '127.0.0.1', port: 30_448, type: 'action', priority: 1 }),
    errand('app.create', more.store, { body: document(more.store), file: storePackage }),
    made('app-dependency', more.dependency, { app: 'store', opStatus: 'Ready', wait: 0 }),
    made('app-intent', more.storeIntent, { app: 'store', intent: { allOf: [{ clusterProvider, cluster: 'one' }] } }),
    made('traffic-group-intent', more.traffic),
    made('inbound-intent', more.inbound, { app: 'store', appLabel: 'app=store', serviceName: 'store', port: 6_379, protocol: 'TCP' }),
    made('inbound-client', more.client, { app: 'web', appLabel: 'app=web', serviceName: 'web', namespaces: [], cidrs: ['10.20.0.0/16'] }),
    made('access-point', more.access, { action: 'ALLOW', url: '/status', access: ['GET'] }),
  ];
}

/** The next version, approved, with a chain of its own. */
export function nextOf(names: Names): readonly Errand[] {
  const { next } = names;
  return [
    errand('composite-app.create', next.app, { body: { metadata: { name: 'a' }, spec: { compositeAppVersion: 'v2' } } }),
    errand('app.create', next.web, { body: document(next.web), file: appPackage(3) }),
    made('composite-profile', next.compositeProfile),
    errand(`${group}.create`, next.group, { body: document(next.group, { compositeProfile: 'cp', version: 'r2', logicalCloud: 'l' }) }),
    made('generic-placement-intent', next.placement),
    errand('app-intent.create', next.appIntent, { body: bodies.appIntent(names) }),
    errand('group-intent.create', next.groupIntent, { body: bodies.groupIntent(names) }),
    made('network-chain', next.chain, { networkChain: 'net=left,app=web,net=right' }),
    made('chain-link', next.link, {
      leftNet: 'left',
      rightNet: 'right',
      linkLabel: 'net=virtual',
      ...workload,
    }),
    made('chain-client-selector', next.selector, { chainEnd: 'left', podSelector: { matchLabels: { chain: 'left' } } }),
    made('sfc-client', next.sfcClient, {
      chainEnd: 'left',
      sfcIntent: 'chain',
      compositeApp: 'a',
      compositeAppVersion: 'v2',
      deploymentIntentGroup: 'd',
      ...workload,
    }),
    errand(`${group}.approve`, next.group),
  ];
}

/** From the first version to the next. */
export function migrationOf({ group: from }: Names): Errand {
  const spec = { targetCompositeAppVersion: 'v2', targetDeploymentIntentGroup: 'd' };
  return errand(`${group}.migrate`, from, { body: { metadata: { description: 'to the next version' }, spec } }, true);
}

/** Everything of the next version away again, once it is down. */
export function withoutNext({ next }: Names): readonly Errand[] {
  return [
    errand('sfc-client.delete', next.sfcClient),
    errand('chain-client-selector.delete', next.selector),
    errand('chain-link.delete', next.link),
    errand('network-chain.delete', next.chain),
    errand('group-intent.delete', next.groupIntent),
    errand('app-intent.delete', next.appIntent),
    errand('generic-placement-intent.delete', next.placement),
    errand(`${group}.delete`, next.group),
    errand('composite-profile.delete', next.compositeProfile),
    errand('app.delete', next.web),
    errand('composite-app.delete', next.app),
  ];
}

export function withoutTraffic({ more }: Names): readonly Errand[] {
  return [
    errand('access-point.delete', more.access),
    errand('inbound-client.delete', more.client),
    errand('inbound-intent.delete', more.inbound),
    errand('traffic-group-intent.delete', more.traffic),
    errand('app-intent.delete', more.storeIntent),
    errand('app-dependency.delete', more.dependency),
    errand('app.delete', more.store),
  ];
}

export function withoutQuotas({ more }: Names): readonly Errand[] {
  return [errand('cluster-quota.delete', more.quota), errand('logical-cloud-kv.delete', more.cloudKv)];
}

export function withoutNetworks({ more, clusters: [one] }: Names): readonly Errand[] {
  return [
    errand('cluster.terminate', one, {}, true),
    errand('network.delete', more.network, {}, true),
    errand('provider-network.delete', more.providerNetwork),
    errand('cluster-kv.delete', more.clusterKv),
  ];
}

function made(kind: string, key: string, spec: JsonObject = {}): Errand {
  return errand(`${kind}.create`, key, { body: document(key, spec) });
}
