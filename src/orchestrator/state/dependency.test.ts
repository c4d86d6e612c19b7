// Goal: an app that waits for another comes after it, on the same cluster, and is told what it waits for; circles are refused.
// Method: stories with two and three apps; orders and gates are read from the work of the syncers.
import { expect } from 'chai';
import { correctRules } from '../rules/index.js';
import { achieve, move, post, put, short, type Story, story, work } from './story.js';
import { app, cloud, group, intents, setUp } from './world.js';

const second = 1_000_000;
const files = (name: string) => ({ 'templates/x.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n` });

function started(): Story {
  const told = story(correctRules.state);
  setUp(told);
  move(told, 'logical-cloud', cloud, 'instantiate');
  achieve(told);
  for (const name of ['db', 'queue']) {
    post(told, 'app', `${app}/apps/${name}`, {}, { files: files(name) });
    post(told, 'app-intent', `${intents}/app-intents/${name}`, {
      app: name,
      intent: { allOf: [{ clusterProvider: 'c', cluster: 'one' }] },
    });
  }
  return told;
}

const needs = (told: Story, from: string, to: string, more = {}): string =>
  short(post(told, 'app-dependency', `${app}/apps/${from}/dependency/${to}`, { app: to, opStatus: 'Deployed', ...more }));

/** Kind, order and gate of what is wanted on the first server. */
function turns(told: Story): readonly string[] {
  const items = work(told).servers.find((each) => each.server === 's1')?.items ?? [];
  return items
    .filter(({ context }) => context === told.state.documents.get(group)?.contextId)
    .map(
      ({ resource, order, gate }) => `${resource.split('/').at(-1) ?? ''} ${order} ${gate === null ? '-' : `${gate.until} ${gate.wait}`}`,
    );
}

describe('orchestrator/state: app dependencies', () => {
  it('put an app behind what it waits for, as deep as that goes', () => {
    const told = started();
    expect([needs(told, 'web', 'db', { opStatus: 'Ready', wait: 2 }), needs(told, 'db', 'queue')]).to.deep.equal(['201', '201']);
    move(told, 'deployment-intent-group', group, 'approve');
    expect(short(move(told, 'deployment-intent-group', group, 'instantiate'))).to.equal('202');
    expect(turns(told)).to.deep.equal(['db 9 done 0', 'queue 1 -', `web-config 17 ready ${2 * second}`, `web 19 ready ${2 * second}`]);
  });

  it('count only among apps that are placed', () => {
    const told = started();
    post(told, 'app', `${app}/apps/idle`, {}, { files: files('idle') });
    needs(told, 'web', 'idle');
    move(told, 'deployment-intent-group', group, 'approve');
    move(told, 'deployment-intent-group', group, 'instantiate');
    expect(turns(told).find((line) => line.startsWith('web '))).to.equal('web 3 -');
  });

  it('change with an update, without touching what is the same', () => {
    const told = started();
    move(told, 'deployment-intent-group', group, 'approve');
    move(told, 'deployment-intent-group', group, 'instantiate');
    achieve(told);
    needs(told, 'web', 'db');
    move(told, 'deployment-intent-group', group, 'update');
    expect(turns(told).find((line) => line.startsWith('web '))).to.equal('web 11 done 0');
    expect(work(told).servers.flatMap(({ items }) => items.filter((item) => !item.done))).to.deep.equal([]);
  });

  it('are refused in a circle, of one or more', () => {
    const told = started();
    expect(needs(told, 'web', 'web')).to.equal('409 DEPENDENCY_CIRCULAR');
    needs(told, 'web', 'db');
    needs(told, 'db', 'queue');
    expect(needs(told, 'queue', 'web')).to.equal('409 DEPENDENCY_CIRCULAR');
    expect(short(put(told, 'app-dependency', `${app}/apps/db/dependency/queue`, { app: 'web', opStatus: 'Ready' }))).to.equal(
      '409 DEPENDENCY_CIRCULAR',
    );
  });
});
