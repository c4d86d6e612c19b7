// Goal: the networks of a cluster have a life of their own: applied as a whole, not changed while they are there, gone with terminate and with forget.
// Method: stories on one cluster; what is wanted is read from the work of the syncers.
import { expect } from 'chai';
import { correctRules } from '../rules/index.js';
import { achieve, drop, move, post, put, short, type Story, story, work } from './story.js';
import { setUpCloud } from './world.js';

const cluster = '/cluster-providers/c/clusters/one';
const network = `${cluster}/networks/Inner_Net`;

function started(): Story {
  const told = story(correctRules.state);
  setUpCloud(told);
  post(told, 'network', network, { cniType: 'ovn4nfv' });
  post(told, 'provider-network', `${cluster}/provider-networks/outer`, { cniType: 'ovn4nfv', providerNetType: 'VLAN' });
  return told;
}

const verb = (told: Story, name: 'apply' | 'terminate' | 'stop' | 'forget'): string => short(move(told, 'cluster', cluster, name));

function wanted(told: Story): readonly string[] {
  const items = work(told).servers.find((each) => each.server === 's1')?.items ?? [];
  return items.map(({ resource, want }) => `${want} ${resource}`);
}

describe('orchestrator/state: networks of a cluster', () => {
  it('are applied together, under names that a cluster accepts', () => {
    const told = started();
    expect(verb(told, 'apply')).to.equal('202');
    expect(wanted(told)).to.deep.equal([
      'present k8s.plugin.opnfv.org/v1alpha1/Network//inner-net',
      'present k8s.plugin.opnfv.org/v1alpha1/ProviderNetwork//outer',
    ]);
    achieve(told);
    expect(verb(told, 'apply')).to.equal('409 ILLEGAL_STATE');
  });

  it('are not changed while they are applied', () => {
    const told = started();
    verb(told, 'apply');
    achieve(told);
    expect(
      [
        post(told, 'network', `${cluster}/networks/new`, { cniType: 'x' }),
        put(told, 'network', network, { cniType: 'x' }),
        drop(told, 'network', network),
        drop(told, 'cluster', cluster),
      ].map(short),
    ).to.deep.equal(['409 ILLEGAL_STATE', '409 ILLEGAL_STATE', '409 ILLEGAL_STATE', '409 ILLEGAL_STATE']);
    verb(told, 'terminate');
    expect(short(drop(told, 'network', network))).to.equal('409 ILLEGAL_STATE');
    achieve(told);
    expect(short(drop(told, 'network', network))).to.equal('204');
    expect(verb(told, 'apply')).to.equal('202');
    expect(wanted(told)).to.deep.equal(['present k8s.plugin.opnfv.org/v1alpha1/ProviderNetwork//outer']);
  });

  it('stop half-way and go on with terminate', () => {
    const told = started();
    verb(told, 'apply');
    expect([verb(told, 'stop'), verb(told, 'stop'), verb(told, 'terminate'), verb(told, 'stop'), verb(told, 'terminate')]).to.deep.equal([
      '202',
      '409 ILLEGAL_STATE',
      '202',
      '202',
      '202',
    ]);
    achieve(told);
    expect(told.state.documents.get(cluster)?.state).to.equal('Terminated');
  });

  it('are needed for an apply, and two with one name are refused', () => {
    const told = started();
    post(told, 'network', `${cluster}/networks/inner-net`, { cniType: 'x' });
    expect(verb(told, 'apply')).to.equal('422 RENDER_FAILED');
    for (const key of [network, `${cluster}/networks/inner-net`]) drop(told, 'network', key);
    drop(told, 'provider-network', `${cluster}/provider-networks/outer`);
    expect(verb(told, 'apply')).to.equal('409 NETWORK_MISSING');
  });

  it('go with a cluster that is forgotten, and everything can be deleted then', () => {
    const told = started();
    verb(told, 'apply');
    achieve(told);
    expect(verb(told, 'forget')).to.equal('202');
    expect([...told.state.contexts.values()].map(({ status }) => status)).to.deep.equal(['Terminated']);
    expect(verb(told, 'apply')).to.equal('409 ILLEGAL_STATE');
    expect(short(drop(told, 'network', network))).to.equal('204');
    expect(short(drop(told, 'provider-network', `${cluster}/provider-networks/outer`))).to.equal('204');
  });
});
