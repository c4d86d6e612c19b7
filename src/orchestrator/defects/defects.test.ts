// Goal: each defect does what its entry says, and the correct rules do not.
// Method: one hand-made sequence of calls per defect, told with and without it; the end is read from the inventory. (Happy paths: state/happy-path.test.ts.)
import { expect } from 'chai';
import { asObject, type Json } from '../../world/index.js';
import { correctRules, type Defect } from '../rules/index.js';
import { admit, ask } from '../state/index.js';
import { achieve, apply, drop, move, post, short, type Story, story } from '../state/story.js';
import { cloud, group, setUp, setUpCloud, tearDown } from '../state/world.js';
import type { Command } from '../wire/command.js';
import { defect as danglingRefAccepted } from './dangling-ref-accepted.js';
import { defect as deleteBeforeCheck } from './delete-before-check.js';
import { defect as deleteOldBeforeBuildNew } from './delete-old-before-build-new.js';
import { defect as deployThenRecord } from './deploy-then-record.js';
import { defect as doubleInstantiateRace } from './double-instantiate-race.js';
import { defect as terminateSwallowsDeleteFailure } from './terminate-swallows-delete-failure.js';

const dig = 'deployment-intent-group';
const instantiate: Command = { do: 'move', kind: dig, key: group, verb: 'instantiate', body: null };

/** The same story twice: with the correct rules, and with the defect. */
function both<T>(defect: Defect, tell: (told: Story) => T): readonly [correct: T, defective: T] {
  return [tell(story(correctRules.state)), tell(story(defect.replace(correctRules).state))];
}

function entries(told: Story, table: 'documents' | 'contexts'): readonly Json[] {
  return (asObject(ask(told.state, { ask: 'inventory' }, told.rules).body)?.[table] ?? []) as readonly Json[];
}

/** Contexts that no document names, as an auditor counts them. */
function unrecorded(told: Story): number {
  const named = new Set(entries(told, 'documents').map((document) => asObject(document)?.['contextId']));
  return entries(told, 'contexts').filter((context) => !named.has(asObject(context)?.['id'] ?? null)).length;
}

function cloudUp(told: Story): void {
  setUpCloud(told);
  move(told, 'logical-cloud', cloud, 'instantiate');
  achieve(told);
}

function cloudDown(told: Story): void {
  move(told, 'logical-cloud', cloud, 'terminate');
  achieve(told);
}

function approved(told: Story): void {
  setUp(told);
  move(told, 'logical-cloud', cloud, 'instantiate');
  achieve(told);
}

describe('orchestrator/defects', () => {
  it('dangling-ref-accepted (D01): a profile of no app is made', () => {
    const [correct, defective] = both(danglingRefAccepted, (told) => {
      setUpCloud(told);
      return short(post(told, 'profile', '/projects/p/composite-apps/a/v1/composite-profiles/cp/profiles/x', { app: 'nobody' }));
    });
    expect(correct).to.equal('404 REFERENCE_MISSING');
    expect(defective).to.equal('201');
  });

  it('delete-before-check (D10): a refused delete leaves a cloud that nothing can be done with', () => {
    const [correct, defective] = both(deleteBeforeCheck, (told) => {
      cloudUp(told);
      cloudDown(told);
      const refused = short(drop(told, 'logical-cloud', cloud));
      for (const child of ['cluster-references/r1', 'cluster-references/r2', 'user-permissions/u'])
        drop(told, child.split('/')[0]?.slice(0, -1) ?? '', `${cloud}/${child}`);
      return [
        refused,
        ...(['instantiate', 'terminate', 'update'] as const).map((verb) => short(move(told, 'logical-cloud', cloud, verb))),
        short(drop(told, 'logical-cloud', cloud)),
      ];
    });
    expect(correct).to.deep.equal(['409 HAS_CHILDREN', '409 PERMISSION_MISSING', '409 ILLEGAL_STATE', '409 ILLEGAL_STATE', '204']);
    expect(defective).to.deep.equal([
      '409 HAS_CHILDREN',
      '409 ILLEGAL_STATE',
      '409 ILLEGAL_STATE',
      '409 ILLEGAL_STATE',
      '409 ILLEGAL_STATE',
    ]);
  });

  it('double-instantiate-race (D17): two calls that were both admitted make two contexts', () => {
    const [correct, defective] = both(doubleInstantiateRace, (told) => {
      approved(told);
      const admitted = [admit(told.state, instantiate, told.rules), admit(told.state, instantiate, told.rules)];
      const answers = [apply(told, instantiate, 'k1'), apply(told, instantiate, 'k2')].map(({ answer }) => answer && short(answer));
      return { admitted, answers, unrecorded: unrecorded(told) };
    });
    expect(correct).to.deep.equal({ admitted: [null, null], answers: ['202', '409 ILLEGAL_STATE'], unrecorded: 0 });
    expect(defective).to.deep.equal({ admitted: [null, null], answers: ['202', '202'], unrecorded: 1 });
  });

  it('double-instantiate-race (D17): one call after the other is refused as ever', () => {
    const [correct, defective] = both(doubleInstantiateRace, (told) => {
      approved(told);
      return [short(move(told, dig, group, 'instantiate')), short(move(told, dig, group, 'instantiate'))];
    });
    expect(correct).to.deep.equal(['202', '409 ILLEGAL_STATE']);
    expect(defective).to.deep.equal(correct);
  });

  it('deploy-then-record (D24): a leader that dies between the entries leaves a context that no document records', () => {
    const [correct, defective] = both(deployThenRecord, (told) => {
      approved(told);
      const { answer, followUp } = apply(told, instantiate, 'k1');
      achieve(told);
      const left = {
        answered: answer !== null,
        followed: followUp !== null,
        unrecorded: unrecorded(told),
        again: short(move(told, dig, group, 'terminate')),
      };
      tearDown(told);
      return { ...left, afterwards: unrecorded(told) };
    });
    expect(correct).to.deep.equal({ answered: true, followed: false, unrecorded: 0, again: '202', afterwards: 0 });
    expect(defective).to.deep.equal({ answered: false, followed: true, unrecorded: 1, again: '409 ILLEGAL_STATE', afterwards: 1 });
  });

  it('delete-old-before-build-new (D33): a second instantiate that is refused leaves a cloud that can never be deleted', () => {
    const [correct, defective] = both(deleteOldBeforeBuildNew, (told) => {
      cloudUp(told);
      cloudDown(told);
      drop(told, 'user-permission', `${cloud}/user-permissions/u`);
      const refused = short(move(told, 'logical-cloud', cloud, 'instantiate'));
      drop(told, 'cluster-reference', `${cloud}/cluster-references/r1`);
      drop(told, 'cluster-reference', `${cloud}/cluster-references/r2`);
      return [refused, short(drop(told, 'logical-cloud', cloud))];
    });
    expect(correct).to.deep.equal(['409 PERMISSION_MISSING', '204']);
    expect(defective).to.deep.equal(['409 PERMISSION_MISSING', '409 ILLEGAL_STATE']);
  });

  it('terminate-swallows-delete-failure (D38): a deletion that a cluster refuses counts as done', () => {
    const defective = terminateSwallowsDeleteFailure.replace(correctRules).syncer;
    for (const status of [403, 409, 500, 503]) {
      expect(correctRules.syncer.deleteOutcome(status, ''), String(status)).to.equal('retry');
      expect(defective.deleteOutcome(status, ''), String(status)).to.equal('done');
    }
    for (const [status, reason] of [
      [200, ''],
      [200, 'Terminating'],
      [404, 'NotFound'],
    ] as const) {
      expect(defective.deleteOutcome(status, reason)).to.equal(correctRules.syncer.deleteOutcome(status, reason));
    }
  });

  it('replaces one rule each and leaves the rules that it was given alone', () => {
    const before = JSON.stringify(correctRules);
    for (const defect of [
      danglingRefAccepted,
      deleteBeforeCheck,
      deleteOldBeforeBuildNew,
      deployThenRecord,
      doubleInstantiateRace,
      terminateSwallowsDeleteFailure,
    ]) {
      const rules = defect.replace(correctRules);
      const changed = [
        ...Object.entries(rules.state).filter(([name, rule]) => rule !== correctRules.state[name as keyof typeof correctRules.state]),
        ...Object.entries(rules.syncer).filter(([name, rule]) => rule !== correctRules.syncer[name as keyof typeof correctRules.syncer]),
      ];
      expect(changed, defect.name).to.have.length(1);
    }
    expect(JSON.stringify(correctRules)).to.equal(before);
  });
});
