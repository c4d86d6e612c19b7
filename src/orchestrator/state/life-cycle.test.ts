// Goal: every call is legal or refused as the table says, in every state that a document can be in; what is refused changes nothing.
// Method: one way into each state, then each call on a copy. A cell is the recorded state after the call, or `-` for 409 ILLEGAL_STATE.
import { expect } from 'chai';
import { correctRules } from '../rules/index.js';
import type { Verb } from '../wire/command.js';
import { cloneState, digestState } from './index.js';
import { achieve, drop, move, post, put, short, type Story, story, tell, work } from './story.js';
import { app, cloud, group, manifests, setUp, setUpCloud, setUpGroup } from './world.js';

const dig = 'deployment-intent-group';
const other = `${app}/deployment-intent-groups/other`;

type Way = readonly [name: string, walk: (told: Story) => void];

const go =
  (...verbs: readonly Verb[]) =>
  (told: Story): void => {
    for (const verb of verbs) move(told, dig, group, verb);
  };

/** Has every open item of the first server fail for good. */
function fail(told: Story): void {
  for (const { server, epoch, items } of work(told).servers.slice(0, 1)) {
    const results = items
      .filter((item) => !item.done)
      .map(({ context, resource, version }) => ({
        context,
        resource,
        version,
        status: 'Failed' as const,
        ready: false,
        reason: 'Invalid',
      }));
    tell(told, { do: 'report', server, holder: 'syncer-1', epoch, results });
  }
}

function changeApp(told: Story): void {
  put(told, 'app', `${app}/apps/web`, {}, { files: { ...manifests, 'values.yaml': 'replicas: 7\ntext: x' } });
}

const groupWays: readonly Way[] = [
  [
    'Created',
    (told) => {
      put(told, dig, group, { compositeProfile: 'cp', version: 'r1', logicalCloud: 'l' });
    },
  ],
  ['Approved', () => {}],
  ['Instantiating', go('instantiate')],
  [
    'Failed',
    (told) => {
      go('instantiate')(told);
      fail(told);
    },
  ],
  [
    'Instantiated',
    (told) => {
      go('instantiate')(told);
      achieve(told);
    },
  ],
  [
    'Updating',
    (told) => {
      go('instantiate')(told);
      achieve(told);
      changeApp(told);
      go('update')(told);
    },
  ],
  ['InstStopped', go('instantiate', 'stop')],
  ['Terminating', go('instantiate', 'terminate')],
  ['TermStopped', go('instantiate', 'terminate', 'stop')],
  [
    'Terminated',
    (told) => {
      go('instantiate', 'terminate')(told);
      achieve(told);
    },
  ],
];

const cloudVerbs =
  (...verbs: readonly Verb[]) =>
  (told: Story): void => {
    for (const verb of verbs) move(told, 'logical-cloud', cloud, verb);
  };

const cloudWays: readonly Way[] = [
  ['Created', () => {}],
  ['Instantiating', cloudVerbs('instantiate')],
  [
    'Failed',
    (told) => {
      cloudVerbs('instantiate')(told);
      fail(told);
    },
  ],
  [
    'Instantiated',
    (told) => {
      cloudVerbs('instantiate')(told);
      achieve(told);
    },
  ],
  [
    'Updating',
    (told) => {
      cloudVerbs('instantiate')(told);
      achieve(told);
      post(told, 'user-permission', `${cloud}/user-permissions/v`);
      cloudVerbs('update')(told);
    },
  ],
  ['Terminating', cloudVerbs('instantiate', 'terminate')],
  [
    'Terminated',
    (told) => {
      cloudVerbs('instantiate', 'terminate')(told);
      achieve(told);
    },
  ],
];

/** What a call on a copy comes to; a refusal must leave the copy as it was, but for the entry's own mark. */
function cell(told: Story, kind: string, key: string, call: Verb | 'delete'): string {
  const copy: Story = { ...told, state: cloneState(told.state) };
  tell(copy, { do: 'noop' });
  const idle = digestState(copy.state);
  const tried: Story = { ...told, state: cloneState(told.state) };
  const answer = call === 'delete' ? drop(tried, kind, key) : move(tried, kind, key, call, { spec: { revision: '1' } });
  if (answer.status >= 400) expect(digestState(tried.state), `${key} ${call}`).to.equal(idle);
  if (answer.code === 'ILLEGAL_STATE') return '-';
  return answer.status < 300 ? (tried.state.documents.get(key)?.state ?? 'gone') : short(answer);
}

function table(
  ways: readonly Way[],
  start: () => Story,
  kind: string,
  key: string,
  calls: readonly (Verb | 'delete')[],
): readonly string[] {
  return ways.map(([name, walk]) => {
    const told = start();
    walk(told);
    return [name, ...calls.map((call) => cell(told, kind, key, call))].join(' | ');
  });
}

function approved(): Story {
  const told = story(correctRules.state);
  setUp(told);
  move(told, 'logical-cloud', cloud, 'instantiate');
  achieve(told);
  return told;
}

function withCloud(): Story {
  const told = story(correctRules.state);
  setUpCloud(told);
  return told;
}

describe('orchestrator/state: life cycles', () => {
  it('of a deployment intent group', () => {
    expect(
      table(groupWays, approved, dig, group, ['approve', 'instantiate', 'terminate', 'stop', 'update', 'rollback', 'delete']),
    ).to.deep.equal([
      'Created | Approved | - | - | - | - | - | 409 HAS_CHILDREN',
      'Approved | Approved | Instantiated | - | - | - | - | 409 HAS_CHILDREN',
      'Instantiating | - | - | Terminated | InstantiateStopped | Instantiated | Instantiated | -',
      'Failed | - | - | Terminated | InstantiateStopped | Instantiated | Instantiated | -',
      'Instantiated | - | - | Terminated | - | Instantiated | Instantiated | -',
      'Updating | - | - | Terminated | InstantiateStopped | Instantiated | Instantiated | -',
      'InstStopped | - | - | Terminated | - | Instantiated | Instantiated | -',
      'Terminating | - | - | - | TerminateStopped | - | - | -',
      'TermStopped | - | - | Terminated | - | - | - | -',
      'Terminated | - | Instantiated | - | - | - | - | 409 HAS_CHILDREN',
    ]);
  });

  it('of a logical cloud', () => {
    expect(table(cloudWays, withCloud, 'logical-cloud', cloud, ['instantiate', 'terminate', 'update', 'delete'])).to.deep.equal([
      'Created | Instantiated | - | - | 409 HAS_CHILDREN',
      'Instantiating | - | Terminated | - | -',
      'Failed | - | Terminated | Instantiated | -',
      'Instantiated | - | Terminated | Instantiated | -',
      'Updating | - | Terminated | - | -',
      'Terminating | - | - | - | -',
      'Terminated | Instantiated | - | - | 409 HAS_CHILDREN',
    ]);
  });

  it('of a cloud know no approve, and those of a group no forget', () => {
    const told = approved();
    const refused = [
      move(told, 'logical-cloud', cloud, 'approve'),
      move(told, dig, group, 'forget'),
      move(told, 'project', '/projects/p', 'approve'),
    ];
    expect(refused.map(short)).to.deep.equal(['405 METHOD_NOT_ALLOWED', '405 METHOD_NOT_ALLOWED', '405 METHOD_NOT_ALLOWED']);
    expect(short(move(told, dig, `${group}x`, 'approve'))).to.equal('404 NOT_FOUND');
  });

  it('keep every action, and number revisions without a gap', () => {
    const told = approved();
    for (const verb of ['instantiate', 'update', 'terminate', 'instantiate'] as const) {
      move(told, dig, group, verb);
      achieve(told);
    }
    const actions = told.state.documents.get(group)?.actions.map(({ state, revision }) => `${state} ${revision}`);
    expect(actions).to.deep.equal(['Created 0', 'Approved 0', 'Instantiated 1', 'Instantiated 2', 'Terminated 2', 'Instantiated 3']);
    cloudVerbs('update')(told);
    expect(told.state.documents.get(cloud)?.actions.at(-1)).to.deep.include({ state: 'Instantiated', revision: 2 });
  });
});

describe('orchestrator/state: conflicts', () => {
  /** The first group is terminated, another has taken its objects. */
  function taken(): Story {
    const told = approved();
    go('instantiate', 'terminate')(told);
    achieve(told);
    setUpGroup(told, other);
    move(told, dig, other, 'instantiate');
    achieve(told);
    return told;
  }

  it('a second start meets what others made since', () => {
    const told = taken();
    expect(move(told, dig, group, 'instantiate')).to.deep.include({ code: 'OBJECT_TAKEN' });
    expect(told.state.contexts.has(told.state.documents.get(group)?.contextId ?? ''), 'the old context is still there').to.equal(true);
  });

  it('an update and a rollback meet what others made since', () => {
    const told = approved();
    const deployment = { 'templates/d.yaml': manifests['templates/deployment.yaml'], 'values.yaml': manifests['values.yaml'] };
    go('instantiate')(told);
    put(told, 'app', `${app}/apps/web`, {}, { files: deployment });
    go('update')(told);
    achieve(told);
    put(
      told,
      'app',
      `${app}/apps/web`,
      {},
      { files: { 'templates/c.yaml': manifests['templates/config.yaml'], 'values.yaml': 'text: x' } },
    );
    setUpGroup(told, other);
    expect(short(move(told, dig, other, 'instantiate'))).to.equal('202');
    put(told, 'app', `${app}/apps/web`, {}, { files: manifests });
    expect(short(move(told, dig, group, 'update'))).to.equal('409 OBJECT_TAKEN');
    expect(short(move(told, dig, group, 'rollback', { spec: { revision: '1' } }))).to.equal('409 OBJECT_TAKEN');
  });

  it('an update, a rollback and a second start need the cloud up', () => {
    const told = approved();
    go('instantiate')(told);
    achieve(told);
    post(told, 'user-permission', `${cloud}/user-permissions/v`);
    move(told, 'logical-cloud', cloud, 'update');
    expect(short(move(told, dig, group, 'update'))).to.equal('409 CLOUD_NOT_READY');
    expect(short(move(told, dig, group, 'rollback', { spec: { revision: '1' } }))).to.equal('409 CLOUD_NOT_READY');
    go('terminate')(told);
    achieve(told, ['s1']);
    achieve(told, ['s2']);
    move(told, 'logical-cloud', cloud, 'terminate');
    achieve(told);
    expect(short(move(told, dig, group, 'instantiate'))).to.equal('409 CLOUD_NOT_READY');
  });

  it('an update of a cloud needs a permission and its namespace free on a new cluster', () => {
    const told = withCloud();
    const second = '/projects/p/logical-clouds/second';
    drop(told, 'cluster-reference', `${cloud}/cluster-references/r2`);
    cloudVerbs('instantiate')(told);
    achieve(told);
    post(told, 'logical-cloud', second, { namespace: 'ns' });
    post(told, 'user-permission', `${second}/user-permissions/u`);
    post(told, 'cluster-reference', `${second}/cluster-references/r`, { clusterProvider: 'c', cluster: 'two' });
    expect(short(move(told, 'logical-cloud', second, 'instantiate'))).to.equal('202');
    post(told, 'cluster-reference', `${cloud}/cluster-references/r2`, { clusterProvider: 'c', cluster: 'two' });
    expect(short(move(told, 'logical-cloud', cloud, 'update'))).to.equal('409 NAMESPACE_TAKEN');
    drop(told, 'user-permission', `${cloud}/user-permissions/u`);
    expect(short(move(told, 'logical-cloud', cloud, 'update'))).to.equal('409 PERMISSION_MISSING');
    cloudVerbs('terminate')(told);
    achieve(told);
    expect(short(move(told, 'logical-cloud', cloud, 'instantiate'))).to.equal('409 PERMISSION_MISSING');
    post(told, 'user-permission', `${cloud}/user-permissions/u`);
    expect(short(move(told, 'logical-cloud', cloud, 'instantiate'))).to.equal('409 NAMESPACE_TAKEN');
  });

  it('a cloud that a group names, and a group or cloud that still goes, are not deleted', () => {
    const told = approved();
    cloudVerbs('terminate')(told);
    achieve(told);
    for (const child of ['cluster-references/r1', 'cluster-references/r2', 'user-permissions/u'])
      drop(told, child.split('/')[0]?.slice(0, -1) ?? '', `${cloud}/${child}`);
    expect(drop(told, 'logical-cloud', cloud)).to.deep.include({ code: 'REFERENCED', body: { key: cloud, by: group } });
    const going = approved();
    go('instantiate', 'terminate')(going);
    for (const [kind, child] of [
      ['group-intent', 'intents/n'],
      ['app-intent', 'generic-placement-intents/g/app-intents/i'],
      ['generic-placement-intent', 'generic-placement-intents/g'],
    ] as const)
      drop(going, kind, `${group}/${child}`);
    expect(short(drop(going, dig, group))).to.equal('409 ILLEGAL_STATE');
    achieve(going);
    expect(short(drop(going, dig, group))).to.equal('204');
    expect(going.state.contexts.size, 'its context went with it').to.equal(1);
  });
});
