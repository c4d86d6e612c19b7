// Goal: the ordinary life of a deployment works, with the correct rules and with every defect (a defect that breaks it would be no defect).
// Method: one journey from nothing to nothing, told once per set of rules; the answers are compared in short.
import { expect } from 'chai';
import { defect as danglingRefAccepted } from '../defects/dangling-ref-accepted.js';
import { defect as deleteBeforeCheck } from '../defects/delete-before-check.js';
import { defect as deleteOldBeforeBuildNew } from '../defects/delete-old-before-build-new.js';
import { defect as deployThenRecord } from '../defects/deploy-then-record.js';
import { defect as doubleInstantiateRace } from '../defects/double-instantiate-race.js';
import { defect as terminateSwallowsDeleteFailure } from '../defects/terminate-swallows-delete-failure.js';
import { correctRules } from '../rules/index.js';
import { achieve, move, short, story, type Story } from './story.js';
import { cloud, group, setUp, setUpCloud, setUpGroup, tearDown } from './world.js';

const defects = [
  danglingRefAccepted,
  deleteBeforeCheck,
  deleteOldBeforeBuildNew,
  deployThenRecord,
  doubleInstantiateRace,
  terminateSwallowsDeleteFailure,
];

function moved(told: Story, kind: string, key: string, ...verbs: readonly ('instantiate' | 'terminate' | 'update')[]): readonly string[] {
  return verbs.map((verb) => {
    const answer = short(move(told, kind, key, verb));
    achieve(told);
    return answer;
  });
}

function journey(told: Story): void {
  expect([...new Set(setUpCloud(told))]).to.deep.equal(['201']);
  expect(moved(told, 'logical-cloud', cloud, 'instantiate', 'terminate', 'instantiate', 'update')).to.deep.equal([
    '202',
    '202',
    '202',
    '202',
  ]);
  expect([...new Set(setUpGroup(told, group))]).to.deep.equal(['201', '202']);
  expect(moved(told, 'deployment-intent-group', group, 'instantiate', 'update', 'terminate', 'instantiate', 'terminate')).to.deep.equal([
    '202',
    '202',
    '202',
    '202',
    '202',
  ]);
  expect(moved(told, 'logical-cloud', cloud, 'terminate')).to.deep.equal(['202']);
  expect([...new Set(tearDown(told))]).to.deep.equal(['204']);
}

describe('orchestrator/state: the happy path', () => {
  it('is walked from nothing to nothing and leaves nothing', () => {
    const told = story(correctRules.state);
    journey(told);
    expect([
      told.state.documents.size,
      told.state.contexts.size,
      told.state.servers.size,
      told.state.children.size,
      told.state.referrers.size,
    ]).to.deep.equal([0, 0, 0, 0, 0]);
    journey(told);
  });
  for (const defect of defects) {
    it(`is walked with ${defect.name} (${defect.number}) as without`, () => {
      const told = story(defect.replace(correctRules).state);
      journey(told);
      expect([told.state.documents.size, told.state.contexts.size]).to.deep.equal([0, 0]);
    });
  }
  it('ends in an approved group before anything is deployed', () => {
    const told = story(correctRules.state);
    setUp(told);
    expect(told.state.documents.get(group)?.state).to.equal('Approved');
  });
});
