// Goal: what a deployment has beside its apps becomes objects beside theirs: traffic intents, chains, and the labels of a chain's clients.
// Method: one group that names such intents, instantiated; the objects are read from the work of the syncers.
import { expect } from 'chai';
import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { correctRules } from '../rules/index.js';
import { achieve, drop, move, post, put, short, type Story, story, work } from './story.js';
import { app, cloud, group, setUp } from './world.js';

const dig = 'deployment-intent-group';
const controller = { host: 'h', port: 1 };
const traffic = `${group}/traffic-group-intents/t`;
const inbound = `${traffic}/inbound-intents/in`;
const chain = `${group}/network-chains/s`;

function started(): Story {
  const told = story(correctRules.state);
  setUp(told);
  move(told, 'logical-cloud', cloud, 'instantiate');
  achieve(told);
  for (const name of ['dtc', 'sfc', 'sfcclient']) post(told, 'controller', `/controllers/${name}`, controller);
  return told;
}

/** Approves and instantiates with these intents; the answers in short. */
function instantiate(told: Story, intent: JsonObject): readonly string[] {
  put(told, 'group-intent', `${group}/intents/n`, { intent: { genericPlacementIntent: 'g', ...intent } });
  return [short(move(told, dig, group, 'approve')), short(move(told, dig, group, 'instantiate'))];
}

/** What is wanted on a server, by `Kind/name`. */
function wantedOn(told: Story, server: string): ReadonlyMap<string, JsonObject> {
  const items = work(told).servers.find((each) => each.server === server)?.items ?? [];
  return new Map(
    items.map(({ resource, manifest }) => {
      const [kind = '', , name = ''] = resource.split('/').slice(-3);
      return [`${kind}/${name}`, asObject(manifest) ?? {}];
    }),
  );
}

function addTraffic(told: Story): void {
  post(told, 'traffic-group-intent', traffic);
  post(told, 'inbound-intent', inbound, { app: 'web', appLabel: 'app=web', serviceName: 'web', port: 80, protocol: 'TCP' });
}

describe('orchestrator/state: traffic intents', () => {
  it('become a policy on each cluster of the app that is served, with a rule for its clients', () => {
    const told = started();
    addTraffic(told);
    post(told, 'inbound-client', `${inbound}/clients/c`, {
      app: 'web',
      appLabel: 'app=shop',
      namespaces: ['x', 'y'],
      cidrs: ['10.0.0.0/8'],
    });
    post(told, 'inbound-client', `${inbound}/clients/d`, { app: 'web', appLabel: 'app=desk', namespaces: [], cidrs: [] });
    expect(instantiate(told, { dtc: 't' })).to.deep.equal(['202', '202']);
    const policy = wantedOn(told, 's1').get('NetworkPolicy/t-in');
    expect(wantedOn(told, 's2').has('NetworkPolicy/t-in')).to.equal(true);
    expect(policy?.['spec']).to.deep.equal({
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [
            {
              podSelector: { matchLabels: { app: 'shop' } },
              namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['x', 'y'] }] },
            },
            { ipBlock: { cidr: '10.0.0.0/8' } },
            { podSelector: { matchLabels: { app: 'desk' } } },
          ],
          ports: [{ port: 80, protocol: 'TCP' }],
        },
      ],
    });
  });

  it('let nobody in where there are no clients, and say which paths their clients may use', () => {
    const told = started();
    addTraffic(told);
    instantiate(told, { dtc: 't' });
    expect(asObject(wantedOn(told, 's1').get('NetworkPolicy/t-in')?.['spec'] ?? null)?.['ingress']).to.deep.equal([]);
    post(told, 'inbound-client', `${inbound}/clients/c`, { app: 'web', appLabel: 'app=shop' });
    post(told, 'access-point', `${inbound}/clients/c/access-points/p`, { action: 'ALLOW', url: '/items', access: ['GET'] });
    expect(short(move(told, dig, group, 'update'))).to.equal('202');
    const annotations = asObject(asObject(wantedOn(told, 's1').get('NetworkPolicy/t-in')?.['metadata'] ?? null)?.['annotations'] ?? null);
    expect(JSON.parse(String(annotations?.['orchestrator.access']))).to.deep.equal([
      { client: 'c', action: 'ALLOW', url: '/items', access: ['GET'] },
    ]);
  });

  it('are checked by approve, protected from then on, and their change takes the approval back', () => {
    const told = started();
    put(told, 'group-intent', `${group}/intents/n`, { intent: { genericPlacementIntent: 'g', dtc: 't' } });
    expect(short(move(told, dig, group, 'approve'))).to.equal('404 REFERENCE_MISSING');
    addTraffic(told);
    expect(short(move(told, dig, group, 'approve'))).to.equal('202');
    expect(short(drop(told, 'controller', '/controllers/dtc'))).to.equal('409 REFERENCED');
    drop(told, 'inbound-intent', inbound);
    expect(told.state.documents.get(group)?.state).to.equal('Created');
    expect(short(drop(told, 'controller', '/controllers/dtc'))).to.equal('204');
  });
});

describe('orchestrator/state: chains', () => {
  const other = `${app}/deployment-intent-groups/e`;

  function addChain(told: Story): void {
    post(told, 'network-chain', chain, { networkChain: 'net=a,app=web,net=b' });
    post(told, 'chain-link', `${chain}/links/l`, { leftNet: 'a', rightNet: 'b', linkLabel: 'net=l', app: 'web', workloadResource: 'web' });
    post(told, 'chain-client-selector', `${chain}/client-selectors/c`, { chainEnd: 'left', podSelector: { matchLabels: { chain: 's' } } });
    post(told, 'chain-provider-network', `${chain}/provider-networks/p`, {
      chainEnd: 'right',
      providerNetwork: 'out',
      gatewayIp: '10.0.0.1',
    });
  }

  function addClient(told: Story): string {
    post(told, dig, other, { compositeProfile: 'cp', version: 'r1', logicalCloud: 'l' });
    const spec = { chainEnd: 'left', sfcIntent: 's', compositeApp: 'a', compositeAppVersion: 'v1', deploymentIntentGroup: 'd' };
    return short(
      post(told, 'sfc-client', `${other}/sfc-clients/f`, { ...spec, app: 'web', workloadResource: 'web', resourceType: 'deployment' }),
    );
  }

  it('become an object with its links and ends, where a linked app is', () => {
    const told = started();
    addChain(told);
    expect(instantiate(told, { sfc: 's' })).to.deep.equal(['202', '202']);
    expect(wantedOn(told, 's2').get('NetworkChaining/s')?.['spec']).to.deep.equal({
      chainType: 'Routing',
      routingSpec: {
        namespace: 'ns',
        networkChain: 'net=a,app=web,net=b',
        links: [{ leftNet: 'a', rightNet: 'b', linkLabel: 'net=l' }],
        left: [{ podSelector: { matchLabels: { chain: 's' } }, namespaceSelector: {} }],
        right: [{ networkName: 'out', gatewayIp: '10.0.0.1', subnet: '' }],
      },
    });
  });

  it('are protected by their clients in other groups, from the moment that these are made', () => {
    const told = started();
    expect(addClient(told)).to.equal('404 REFERENCE_MISSING');
    addChain(told);
    expect(
      short(
        post(told, 'sfc-client', `${other}/sfc-clients/f`, {
          chainEnd: 'left',
          sfcIntent: 's',
          compositeApp: 'a',
          compositeAppVersion: 'v1',
          deploymentIntentGroup: 'd',
          app: 'web',
        }),
      ),
    ).to.equal('201');
    for (const child of ['links/l', 'client-selectors/c', 'provider-networks/p'])
      drop(told, `chain-${child.split('s/')[0] ?? ''}`, `${chain}/${child}`);
    expect(short(drop(told, 'network-chain', chain))).to.equal('409 REFERENCED');
    drop(told, 'sfc-client', `${other}/sfc-clients/f`);
    expect(short(drop(told, 'network-chain', chain))).to.equal('204');
  });

  it('find their clients by labels that these get', () => {
    const told = started();
    addChain(told);
    expect(addClient(told)).to.equal('201');
    post(told, 'generic-placement-intent', `${other}/generic-placement-intents/g`);
    const placement = { allOf: [{ clusterProvider: 'c', cluster: 'one' }] };
    post(told, 'app-intent', `${other}/generic-placement-intents/g/app-intents/i`, { app: 'web', intent: placement });
    post(told, 'group-intent', `${other}/intents/n`, { intent: { genericPlacementIntent: 'g', sfcclient: 'f' } });
    expect([move(told, dig, other, 'approve'), move(told, dig, other, 'instantiate')].map(short)).to.deep.equal(['202', '202']);
    const spec: Json = wantedOn(told, 's1').get('Deployment/web')?.['spec'] ?? null;
    expect(asObject(asObject(spec)?.['template'] ?? null)?.['metadata']).to.deep.equal({ labels: { chain: 's' } });
  });
});
