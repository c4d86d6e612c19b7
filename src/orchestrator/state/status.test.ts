// Goal: a status shows what was asked for of it, and no more.
// Method: one running group on two clusters, asked in every way.
import { expect } from 'chai';
import { asObject, type JsonObject } from '../../world/index.js';
import { correctRules } from '../rules/index.js';
import type { StatusView } from '../wire/command.js';
import { ask } from './index.js';
import { achieve, move, type Story, story } from './story.js';
import { cloud, group, setUp } from './world.js';

const plain: StatusView = { status: null, output: 'all', list: null, instance: null, apps: [], clusters: [], resources: [] };

function started(): Story {
  const told = story(correctRules.state);
  setUp(told);
  move(told, 'logical-cloud', cloud, 'instantiate');
  achieve(told);
  move(told, 'deployment-intent-group', group, 'instantiate');
  achieve(told, ['s1']);
  return told;
}

const told = started();

function status(view: Partial<StatusView>): JsonObject {
  const answer = ask(told.state, { ask: 'status', kind: 'deployment-intent-group', key: group, view: { ...plain, ...view } }, told.rules);
  return asObject(answer.body) ?? {};
}

const resources = (shown: JsonObject): readonly JsonObject[] =>
  (shown['apps'] as readonly JsonObject[]).flatMap((app) =>
    (app['clusters'] as readonly JsonObject[]).flatMap((cluster) => cluster['resources'] as readonly JsonObject[]),
  );

describe('orchestrator/state: status', () => {
  it('shows everything when nothing is asked for', () => {
    const all = ask(told.state, { ask: 'status', kind: 'deployment-intent-group', key: group, view: null }, told.rules).body;
    expect(status({})).to.deep.equal(all);
    expect(Object.keys(status({}))).to.deep.equal([
      'name',
      'states',
      'deployedStatus',
      'deployedCounts',
      'readyStatus',
      'readyCounts',
      'apps',
    ]);
    expect(resources(status({}))).to.have.length(4);
  });

  it('shows what was achieved, or what the clusters say', () => {
    expect(status({ status: 'deployed' }))
      .to.include.keys('deployedStatus')
      .and.not.include.keys('readyStatus');
    expect(status({ status: 'ready' }))
      .to.include.keys('readyStatus')
      .and.not.include.keys('deployedStatus');
    expect(resources(status({ status: 'ready' }))[0]).to.not.include.keys('deployedStatus');
  });

  it('shows no apps in a summary, and manifests in detail', () => {
    expect(status({ output: 'summary' })).to.not.include.keys('apps');
    expect(resources(status({ output: 'detail' }))[0]).to.have.nested.property('detail.metadata.name', 'web-config');
  });

  it('leaves apps, clusters and resources that are named, and counts them alone', () => {
    expect(resources(status({ apps: ['nobody'] }))).to.deep.equal([]);
    expect(resources(status({ apps: ['web'], clusters: ['c+two'], resources: ['web'] })).map(({ name }) => name)).to.deep.equal(['web']);
    expect(status({ clusters: ['c+two'] })['deployedCounts']).to.deep.equal({ Pending: 2 });
    expect(status({ clusters: ['c+one'] })['deployedCounts']).to.deep.equal({ Applied: 2 });
  });

  it('lists names', () => {
    const clusters = [
      { clusterProvider: 'c', cluster: 'one' },
      { clusterProvider: 'c', cluster: 'two' },
    ];
    expect(status({ list: 'apps' })['apps']).to.deep.equal(['web']);
    expect(status({ list: 'clusters' })['clusters-by-app']).to.deep.equal([{ app: 'web', clusters }]);
    expect(status({ list: 'resources' })['resources-by-app']).to.deep.equal([
      {
        app: 'web',
        resources: [
          { GVK: { Group: 'apps', Version: 'v1', Kind: 'Deployment' }, name: 'web' },
          { GVK: { Group: '', Version: 'v1', Kind: 'ConfigMap' }, name: 'web-config' },
        ],
      },
    ]);
  });

  it('knows the present context alone', () => {
    const id = told.state.documents.get(group)?.contextId ?? null;
    expect(status({ instance: id })).to.deep.equal(status({}));
    const view = { ...plain, instance: 'c999' };
    expect(ask(told.state, { ask: 'status', kind: 'deployment-intent-group', key: group, view }, told.rules).status).to.equal(404);
  });
});
