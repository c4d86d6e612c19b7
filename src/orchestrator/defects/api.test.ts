// Goal: each defect of the API does what its entry says, and the correct rules do not.
// Method: one call per defect, at a gateway with managers that answer as told, or at the state machine where the decision is there.
import { expect } from 'chai';
import { operations } from '../../../spec/emco/index.js';
import { bytesOf, type Json } from '../../world/index.js';
import { answer, ToyDesk, type Heard } from '../gateway/toy-desk.js';
import { correctRules, type Defect } from '../rules/index.js';
import { drop, post, put, short } from '../state/story.js';
import { both, entry, specAt } from '../state/tell-both.js';
import { setUp, setUpCloud, app } from '../state/world.js';
import type { Ask } from '../wire/message.js';
import { defect as allowIncomplete } from './allow-incomplete.js';
import { defect as conflictToldAs500 } from './conflict-told-as-500.js';
import { defect as deleteDeletesNothing } from './delete-deletes-nothing.js';
import { defect as failedPutWrites } from './failed-put-writes.js';
import { defect as foreignProjectOpen } from './foreign-project-open.js';
import { defect as invalidBodyAccepted } from './invalid-body-accepted.js';
import { defect as locationBroken } from './location-broken.js';
import { defect as outageToldAs500 } from './outage-told-as-500.js';
import { defect as partialPut } from './partial-put.js';
import { defect as putAddsUp } from './put-adds-up.js';
import { defect as putHidesMade } from './put-hides-made.js';
import { defect as putSaysMade } from './put-says-made.js';
import { defect as unkeyedRepeat } from './unkeyed-repeat.js';

const project = '/projects/p';
type Say = ConstructorParameters<typeof ToyDesk>[0];

/** The same call at a correct gateway and at one with the defect. */
function calls(defect: Defect, say: Say, request: Parameters<ToyDesk['call']>[0]): readonly [correct: Heard, defective: Heard] {
  const call = (rules: typeof correctRules): Heard => new ToyDesk(say, 'desk', {}, rules.gateway).call(request);
  return [call(correctRules), call(defect.replace(correctRules))];
}

const agree: Say = (ask) => answer(ask, 201, {});
const json = (body: Json): { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array } => ({
  headers: { 'content-type': 'application/json' },
  body: bytesOf(JSON.stringify(body)),
});
const makeProject = { method: 'POST', path: '/v2/projects', ...json({ metadata: { name: 'p' } }) };

describe('orchestrator/defects: api', () => {
  it('conflict-told-as-500 (D54): a conflict is an error of the server', () => {
    const statuses = calls(conflictToldAs500, (ask) => answer(ask, 409, {}, 'ALREADY_EXISTS'), makeProject).map(({ status }) => status);
    expect(statuses).to.deep.equal([409, 500]);
  });

  it('outage-told-as-500 (A1): what no manager decides is an error of the server', () => {
    const statuses = calls(outageToldAs500, () => null, makeProject).map(({ status }) => status);
    expect(statuses).to.deep.equal([503, 500]);
  });

  it('location-broken (A2): the Location of what was made is no path of the API', () => {
    const heard = calls(locationBroken, agree, makeProject).map(({ headers }) => headers['location']);
    expect(heard).to.deep.equal(['/v2/projects/p', '/projects/p']);
  });

  it('delete-deletes-nothing (A3): what was deleted is still there', () => {
    const [correct, defective] = both(deleteDeletesNothing, (told) => {
      post(told, 'project', project);
      return [short(drop(told, 'project', project)), entry(told, project) !== undefined];
    });
    expect(correct).to.deep.equal(['204', false]);
    expect(defective).to.deep.equal(['204', true]);
  });

  it('put-says-made (A4) and put-hides-made (A5): the status of a PUT says the contrary of what happened', () => {
    const made = (defect: Defect) => both(defect, (told) => [short(put(told, 'project', project)), short(put(told, 'project', project))]);
    expect(made(putSaysMade)).to.deep.equal([
      ['201', '200'],
      ['201', '201'],
    ]);
    expect(made(putHidesMade)).to.deep.equal([
      ['201', '200'],
      ['200', '200'],
    ]);
  });

  it('failed-put-writes (A6): a PUT that is refused has changed the document', () => {
    const profile = `${app}/composite-profiles/cp/profiles/pr`;
    const [correct, defective] = both(failedPutWrites, (told) => {
      setUp(told);
      return [short(put(told, 'profile', profile, { app: 'nobody' })), specAt(told, profile)];
    });
    expect(correct).to.deep.equal(['404 REFERENCE_MISSING', { app: 'web' }]);
    expect(defective).to.deep.equal(['404 REFERENCE_MISSING', { app: 'nobody' }]);
  });

  it('partial-put (A7): what a PUT leaves out stays', () => {
    const [correct, defective] = both(partialPut, (told) => {
      post(told, 'project', project, { a: 1, b: 2 });
      put(told, 'project', project, { b: 3 });
      return specAt(told, project);
    });
    expect(correct).to.deep.equal({ b: 3 });
    expect(defective).to.deep.equal({ a: 1, b: 3 });
  });

  it('put-adds-up (A8): the same PUT twice is not the same as once', () => {
    const [correct, defective] = both(putAddsUp, (told) => {
      post(told, 'project', project, { list: ['x'] });
      put(told, 'project', project, { list: ['x'] });
      return specAt(told, project);
    });
    expect(correct).to.deep.equal({ list: ['x'] });
    expect(defective).to.deep.equal({ list: ['x', 'x'] });
  });

  it('invalid-body-accepted (A9): what breaks the rule of a field reaches a manager', () => {
    const bad = { ...makeProject, path: '/v2/projects/p/logical-clouds', ...json({ metadata: { name: 'l' }, spec: { level: 7 } }) };
    const statuses = calls(invalidBodyAccepted, agree, bad).map(({ status }) => status);
    expect(statuses).to.deep.equal([422, 201]);
  });

  it('allow-incomplete (A10): the Allow of a 405 lacks a method', () => {
    const heard = calls(allowIncomplete, agree, { method: 'PATCH', path: '/v2/projects' });
    expect(heard.map(({ status }) => status)).to.deep.equal([405, 405]);
    const [correct, defective] = heard.map(({ headers }) => (headers['allow'] ?? '').split(', '));
    expect(defective).to.deep.equal(correct?.slice(1));
  });

  it('unkeyed-repeat (A12): a write that no manager answered is repeated as another', () => {
    const keys = (rules: typeof correctRules): readonly (string | null)[] => {
      const asked: Ask[] = [];
      const say: Say = (ask) => {
        asked.push(ask);
        return asked.length < 2 ? null : answer(ask, 201, {});
      };
      new ToyDesk(say, 'desk', {}, rules.gateway).call(makeProject);
      return asked.map((ask) => (ask.type === 'command' ? ask.key : null));
    };
    const correct = keys(correctRules);
    expect(correct).to.have.length(2);
    expect(new Set(correct).size).to.equal(1);
    expect(correct[0]).to.be.a('string');
    expect(keys(unkeyedRepeat.replace(correctRules))).to.deep.equal([null, null]);
  });

  it('foreign-project-open (A13): a tenant reads and writes in the project of another', () => {
    const operation = operations.find(({ kind, does }) => kind === 'composite-app' && does === 'create');
    if (operation === undefined) throw new RangeError('there is such an operation');
    const tenant = { token: 't', subject: 'ada', role: 'tenant', projects: ['own'] } as const;
    const may = ({ gateway }: typeof correctRules) => ['own', 'another'].map((name) => gateway.mayCall(tenant, operation, name));
    expect(may(correctRules)).to.deep.equal([true, false]);
    expect(may(foreignProjectOpen.replace(correctRules))).to.deep.equal([true, true]);
  });

  it('leave a call alone that they are not about', () => {
    for (const defect of [conflictToldAs500, outageToldAs500, locationBroken, allowIncomplete, unkeyedRepeat, invalidBodyAccepted]) {
      const [correct, defective] = calls(defect, (ask) => answer(ask, 200, { metadata: { name: 'p' } }), { path: '/v2/projects/p' });
      expect(defective, defect.name).to.deep.equal(correct);
    }
    for (const defect of [deleteDeletesNothing, putSaysMade, putHidesMade, failedPutWrites, partialPut, putAddsUp]) {
      const [correct, defective] = both(defect, (told) => setUpCloud(told));
      expect(defective, defect.name).to.deep.equal(correct);
    }
  });
});
