// Goal: nothing that somebody needs can be taken away, and nothing can name what is not there.
// Method: one refusal per line, on a world with everything in it; at the end the opposite, that the same call works once the reason is gone.
import { expect } from 'chai';
import { correctRules } from '../rules/index.js';
import { achieve, drop, move, post, put, short, type Story, story } from './story.js';
import { app, cloud, group, intents, setUp, setUpCloud } from './world.js';

const dig = 'deployment-intent-group';
const one = '/cluster-providers/c/clusters/one';
const two = '/cluster-providers/c/clusters/two';

function approved(): Story {
  const told = story(correctRules.state);
  setUp(told);
  move(told, 'logical-cloud', cloud, 'instantiate');
  achieve(told);
  return told;
}

function running(): Story {
  const told = approved();
  move(told, dig, group, 'instantiate');
  achieve(told);
  return told;
}

function stateOfGroup(told: Story): string | null | undefined {
  return told.state.documents.get(group)?.state;
}

describe('orchestrator/state: references', () => {
  it('a document needs its parent and what it names, and may be made once', () => {
    const told = story(correctRules.state);
    setUpCloud(told);
    expect(post(told, 'composite-app', '/projects/none/composite-apps/a/v1')).to.deep.include({
      status: 404,
      code: 'PARENT_MISSING',
      body: { key: '/projects/none' },
    });
    const profile = post(told, 'profile', `${app}/composite-profiles/cp/profiles/x`, { app: 'none' });
    expect(profile).to.deep.include({ status: 404, code: 'REFERENCE_MISSING' });
    expect(profile.body).to.deep.include({ field: 'spec.app', key: `${app}/apps/none` });
    expect(short(post(told, 'project', '/projects/p'))).to.equal('409 ALREADY_EXISTS');
    expect(short(post(told, dig, group, { compositeProfile: 'cp', version: 'r', logicalCloud: 'none' }))).to.equal('404 REFERENCE_MISSING');
    expect(short(post(told, 'cluster-reference', `${cloud}/cluster-references/x`, { clusterProvider: 'c', cluster: 'none' }))).to.equal(
      '404 REFERENCE_MISSING',
    );
    expect(short(post(told, 'planet', '/planets/x'))).to.equal('404 KIND_UNKNOWN');
  });

  it('two cluster documents may not have the same server, and a cluster needs one', () => {
    const told = story(correctRules.state);
    setUpCloud(told);
    expect(post(told, 'cluster', '/cluster-providers/c/clusters/three', {}, { server: 's1' })).to.deep.include({
      code: 'SERVER_TAKEN',
      body: { field: 'file', by: one },
    });
    expect(short(post(told, 'cluster', '/cluster-providers/c/clusters/three'))).to.equal('422 SERVER_MISSING');
  });

  it('a logical cloud of level 1 needs a namespace of its own', () => {
    const told = story(correctRules.state);
    setUpCloud(told);
    expect(short(post(told, 'logical-cloud', '/projects/p/logical-clouds/x'))).to.equal('422 NAMESPACE_MISSING');
    expect(short(post(told, 'logical-cloud', '/projects/p/logical-clouds/x', { namespace: 'default' }))).to.equal('422 NAMESPACE_RESERVED');
    expect(short(post(told, 'logical-cloud', '/projects/p/logical-clouds/x', { level: '0' }))).to.equal('201');
  });

  it('what is named or has something inside is not deleted, and the answer says by whom', () => {
    const told = approved();
    expect(drop(told, 'project', '/projects/p').body).to.deep.equal({ key: '/projects/p', by: app });
    const refused = [
      drop(told, 'app', `${app}/apps/web`),
      drop(told, 'composite-profile', `${app}/composite-profiles/cp`),
      drop(told, 'cluster', one),
      drop(told, 'cluster', two),
      drop(told, dig, group),
      drop(told, 'logical-cloud', cloud),
      drop(told, 'generic-placement-intent', intents),
      drop(told, 'project', '/projects/none'),
    ];
    expect(refused.map(short)).to.deep.equal([
      '409 REFERENCED',
      '409 HAS_CHILDREN',
      '409 REFERENCED',
      '409 HAS_CHILDREN',
      '409 HAS_CHILDREN',
      '409 ILLEGAL_STATE',
      '409 HAS_CHILDREN',
      '404 NOT_FOUND',
    ]);
  });

  it('a replaced document protects what it names now, and no longer what it named', () => {
    const told = approved();
    post(told, 'app', `${app}/apps/other`, {}, { files: {} });
    expect(short(put(told, 'profile', `${app}/composite-profiles/cp/profiles/pr`, { app: 'other' }))).to.equal('200');
    expect(drop(told, 'app', `${app}/apps/other`)).to.deep.include({ code: 'REFERENCED' });
    put(told, 'profile', `${app}/composite-profiles/cp/profiles/pr`, { app: 'web' });
    expect(short(drop(told, 'app', `${app}/apps/other`))).to.equal('204');
    expect(short(put(told, 'profile', `${app}/composite-profiles/cp/profiles/pr`, { app: 'none' }))).to.equal('404 REFERENCE_MISSING');
  });

  it('the names in a group intent are checked by approve and protected from then on', () => {
    const told = approved();
    expect(
      short(put(told, 'group-intent', `${group}/intents/n`, { intent: { genericPlacementIntent: 'none' } })),
      'not checked when it is made',
    ).to.equal('200');
    expect(stateOfGroup(told)).to.equal('Created');
    expect(move(told, dig, group, 'approve')).to.deep.include({ status: 404, code: 'REFERENCE_MISSING' });
    post(told, 'generic-placement-intent', `${group}/generic-placement-intents/none`);
    expect(short(move(told, dig, group, 'approve'))).to.equal('202');
    expect(drop(told, 'generic-placement-intent', `${group}/generic-placement-intents/none`).body).to.deep.include({
      by: `${group}/intents/n`,
    });
  });

  it('an edit of any intent takes an approval back, and then nothing is protected by it', () => {
    for (const edit of [
      (told: Story) => put(told, 'app-intent', `${intents}/app-intents/i`, { app: 'web', intent: {} }),
      (told: Story) => post(told, 'generic-placement-intent', `${group}/generic-placement-intents/more`),
      (told: Story) => drop(told, 'app-intent', `${intents}/app-intents/i`),
      (told: Story) => put(told, dig, group, { compositeProfile: 'cp', version: 'r2', logicalCloud: 'l' }),
    ]) {
      const told = approved();
      expect(edit(told).status).to.be.below(300);
      expect(stateOfGroup(told)).to.equal('Created');
      expect(short(move(told, dig, group, 'instantiate'))).to.equal('409 ILLEGAL_STATE');
      expect(told.state.documents.get(`${group}/intents/n`)?.refs).to.deep.equal([]);
    }
  });

  it('an edit of an intent under a running group changes nothing until its update', () => {
    const told = running();
    expect(
      short(
        put(told, 'app-intent', `${intents}/app-intents/i`, { app: 'web', intent: { allOf: [{ clusterProvider: 'c', cluster: 'one' }] } }),
      ),
    ).to.equal('200');
    expect(stateOfGroup(told)).to.equal('Instantiated');
    expect(drop(told, 'label', `${two}/labels/edge`).body, 'the label by which it was placed').to.deep.equal({
      key: `${two}/labels/edge`,
      by: group,
    });
    expect(short(drop(told, 'cluster-reference', `${cloud}/cluster-references/r2`))).to.equal('204');
    expect(move(told, 'logical-cloud', cloud, 'update'), 'the cluster is still used').to.deep.include({
      code: 'CLUSTER_IN_USE',
      body: { key: two, by: group },
    });
    expect(move(told, dig, group, 'update')).to.deep.include({ status: 202, body: 2 });
    achieve(told);
    expect([drop(told, 'label', `${two}/labels/edge`), move(told, 'logical-cloud', cloud, 'update')].map(short)).to.deep.equal([
      '204',
      '202',
    ]);
    expect(short(drop(told, 'cluster', two)), 'the cloud is still on it').to.equal('409 REFERENCED');
    achieve(told);
    expect(short(drop(told, 'cluster', two))).to.equal('204');
  });

  it('an update and a second start check and protect the names in the intents anew', () => {
    for (const verb of ['update', 'instantiate'] as const) {
      const told = running();
      if (verb === 'instantiate') move(told, dig, group, 'terminate');
      achieve(told);
      put(told, 'group-intent', `${group}/intents/n`, { intent: { genericPlacementIntent: 'h' } });
      expect(short(move(told, dig, group, verb))).to.equal('404 REFERENCE_MISSING');
      post(told, 'generic-placement-intent', `${group}/generic-placement-intents/h`);
      const placement = { allOf: [{ clusterProvider: 'c', cluster: 'one' }] };
      post(told, 'app-intent', `${group}/generic-placement-intents/h/app-intents/i`, { app: 'web', intent: placement });
      expect(short(move(told, dig, group, verb))).to.equal('202');
      expect(told.state.documents.get(`${group}/intents/n`)?.refs).to.deep.equal([`${group}/generic-placement-intents/h`]);
    }
  });

  it('a replace or delete with another entity tag is refused', () => {
    const told = approved();
    const made = post(told, 'project', '/projects/q');
    expect(short(put(told, 'project', '/projects/q', {}, null, '"0"'))).to.equal('412 PRECONDITION_FAILED');
    const replaced = put(told, 'project', '/projects/q', {}, null, made.etag);
    expect(short(replaced)).to.equal('200');
    expect(replaced.etag).to.not.equal(made.etag);
    expect(short(drop(told, 'project', '/projects/q', made.etag))).to.equal('412 PRECONDITION_FAILED');
    expect(short(put(told, 'project', '/projects/new', {}, null, '*'))).to.equal('412 PRECONDITION_FAILED');
    expect([put(told, 'project', '/projects/new'), drop(told, 'project', '/projects/q', replaced.etag)].map(short)).to.deep.equal([
      '201',
      '204',
    ]);
  });

  it('a name that is used again belongs to somebody else', () => {
    const told = story(correctRules.state);
    post(told, 'project', '/projects/p');
    const uid = told.state.documents.get('/projects/p')?.uid;
    drop(told, 'project', '/projects/p');
    post(told, 'project', '/projects/p');
    expect(told.state.documents.get('/projects/p')?.uid).to.not.equal(uid);
  });

  it('a group that runs, and a cloud that is up, are not replaced under it', () => {
    const told = running();
    expect(short(put(told, dig, group, { compositeProfile: 'cp', version: 'r2', logicalCloud: 'l' }))).to.equal('409 ILLEGAL_STATE');
    expect(short(put(told, 'logical-cloud', cloud, { level: '1', namespace: 'other' }))).to.equal('409 ILLEGAL_STATE');
    expect(short(put(told, 'logical-cloud', cloud, { level: '1', namespace: 'ns', labels: { a: 'b' } }))).to.equal('200');
    expect(short(put(told, 'cluster', one))).to.equal('405 METHOD_NOT_ALLOWED');
  });
});
