// Goal: a migrate hands what runs over to an approved group of another version, in one step, and nothing runs twice or is left.
// Method: stories with two versions of one composite app; the contexts are read from the state.
import { expect } from 'chai';
import { correctRules } from '../rules/index.js';
import { achieve, drop, move, post, short, type Story, story } from './story.js';
import { cloud, group, manifests, setUp } from './world.js';

const dig = 'deployment-intent-group';
const next = '/projects/p/composite-apps/a/v2';
const target = `${next}/deployment-intent-groups/d2`;
const body = { metadata: {}, spec: { targetCompositeAppVersion: 'v2', targetDeploymentIntentGroup: 'd2' } };

/** The first version runs; the second is approved. Its app has no ConfigMap. */
function started(approve = true): Story {
  const told = story(correctRules.state);
  setUp(told);
  move(told, 'logical-cloud', cloud, 'instantiate');
  achieve(told);
  move(told, dig, group, 'instantiate');
  achieve(told);
  post(told, 'composite-app', next, { compositeAppVersion: 'v2' });
  const files = { 'templates/deployment.yaml': manifests['templates/deployment.yaml'], 'values.yaml': 'replicas: 5' };
  post(told, 'app', `${next}/apps/web`, {}, { files });
  post(told, 'composite-profile', `${next}/composite-profiles/cp`);
  post(told, dig, target, { compositeProfile: 'cp', version: 'r2', logicalCloud: 'l' });
  post(told, 'generic-placement-intent', `${target}/generic-placement-intents/g`);
  const intent = { allOf: [{ clusterProvider: 'c', cluster: 'one' }] };
  post(told, 'app-intent', `${target}/generic-placement-intents/g/app-intents/i`, { app: 'web', intent });
  post(told, 'group-intent', `${target}/intents/n`, { intent: { genericPlacementIntent: 'g' } });
  if (approve) move(told, dig, target, 'approve');
  return told;
}

const migrate = (told: Story): string => short(move(told, dig, group, 'migrate', body));

describe('orchestrator/state: migrate', () => {
  it('hands the context over: the same objects are updated, what the next version lacks is dropped', () => {
    const told = started();
    const id = told.state.documents.get(group)?.contextId ?? '';
    expect(migrate(told)).to.equal('202');
    expect([told.state.documents.get(group)?.contextId, told.state.documents.get(target)?.contextId]).to.deep.equal([null, id]);
    expect([told.state.documents.get(group)?.state, told.state.documents.get(target)?.state]).to.deep.equal(['Updated', 'Instantiated']);
    achieve(told);
    const context = told.state.contexts.get(id);
    expect([context?.owner, context?.status]).to.deep.equal([target, 'Instantiated']);
    expect(context?.items.map(({ work }) => `${work.want} ${work.resource}`)).to.deep.equal(['present apps/v1/Deployment/ns/web']);
  });

  it('leaves a group that can only be deleted, and one that goes on alone', () => {
    const told = started();
    migrate(told);
    achieve(told);
    const refused = (['approve', 'instantiate', 'update', 'terminate', 'stop'] as const).map((verb) => short(move(told, dig, group, verb)));
    expect([...new Set(refused)]).to.deep.equal(['409 ILLEGAL_STATE']);
    expect(short(move(told, dig, target, 'rollback', { spec: { revision: '2' } }))).to.equal('202');
    for (const key of ['intents/n', 'generic-placement-intents/g/app-intents/i', 'generic-placement-intents/g'])
      drop(
        told,
        key.startsWith('intents') ? 'group-intent' : key.includes('app-intents') ? 'app-intent' : 'generic-placement-intent',
        `${group}/${key}`,
      );
    expect(short(drop(told, dig, group))).to.equal('204');
    expect(short(move(told, dig, target, 'terminate'))).to.equal('202');
    achieve(told);
    expect([...told.state.contexts.values()].filter(({ ownerKind }) => ownerKind === dig).map(({ status }) => status)).to.deep.equal([
      'Terminated',
    ]);
  });

  it('is refused before anything happens when the target is missing, not approved, or the group does not run', () => {
    const told = started(false);
    const before = told.state.contexts.get(told.state.documents.get(group)?.contextId ?? '');
    expect(migrate(told)).to.equal('409 TARGET_NOT_APPROVED');
    const elsewhere = { spec: { targetCompositeAppVersion: 'v3', targetDeploymentIntentGroup: 'd2' } };
    expect(short(move(told, dig, group, 'migrate', elsewhere))).to.equal('404 REFERENCE_MISSING');
    expect(told.state.contexts.get(before?.id ?? '')).to.equal(before);
    move(told, dig, group, 'terminate');
    achieve(told);
    move(told, dig, target, 'approve');
    expect(migrate(told)).to.equal('409 ILLEGAL_STATE');
  });
});
