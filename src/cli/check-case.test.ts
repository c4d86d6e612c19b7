// Goal: whatever topple draws may be replayed; a plan that was edited into something that cannot be run is refused by the name of what is wrong.
// Method: drawn plans of every scenario as they are, then one of them with one thing changed.
import { expect } from 'chai';
import { scenarios } from '../../scenarios/index.js';
import type { Scenario } from '../contract/index.js';
import { planOf } from '../core/campaign/index.js';
import type { Case } from '../core/corpus/index.js';
import { checkCase } from './check-case.js';

const drawn = 20;

function caseOf(scenario: Scenario, index: number): Case {
  const { name } = scenario;
  const plan = planOf(scenario, 'check', index, 'heavy');
  return {
    schema: 1,
    id: 'abc',
    scenario: name,
    world: 'sim',
    defects: [],
    invariant: 'a/b',
    signature: 'b/c',
    hash: null,
    stepsBefore: 3,
    reproduced: '3/3',
    plan,
  };
}

describe('the check of a case', () => {
  for (const scenario of scenarios)
    it(`accepts what is drawn for ${scenario.name}`, () => {
      for (let index = 0; index < drawn; index++) checkCase(JSON.parse(JSON.stringify(caseOf(scenario, index))) as Case, scenario);
    });

  const pair = scenarios.find(({ name }) => name === 'pair') as Scenario;

  for (const [change, message] of [
    [{ signature: null }, 'signature must be a text'],
    [{ hash: 'x' }, 'hash must be a number or null'],
    [{ plan: { seed: null } }, 'plan.seed must be a text'],
    [{ call: { rest: null } }, 'rest must be true or false'],
    [{ plan: { system: 'etcd' } }, 'plan.system is etcd; the system of pair is pair'],
    [{ plan: { steps: [null] } }, 'plan.steps[0]: "is" must be call or break'],
    [{ plan: { steps: [{ is: 'toString' }] } }, 'plan.steps[0]: "is" must be call or break'],
    [{ call: { op: 'value.pat' } }, 'there is no value.pat here. Did you mean value.put?'],
    [{ call: { attempts: 0 } }, 'attempts must be a whole number of at least 1'],
    [{ call: { after: { step: 's1', phase: 'soon', plus: 0 } } }, 'after must be null, {"at"} or'],
    [{ break: { fault: 'nope' } }, 'fault: there is no nope here.'],
    [{ break: { on: [{ role: 'primary', pick: 'any' }] } }, 'on must be a list of {"role", "pick"}'],
    [{ break: { from: { at: -1 } } }, 'from must be {"at"} or'],
  ] as const)
    it(`refuses ${JSON.stringify(change)}`, () => {
      expect(() => checkCase(changed(caseOf(pair, 0), change), pair)).to.throw(message);
    });

  it('refuses two steps of one name', () => {
    const found = caseOf(pair, 0);
    const steps = [...found.plan.steps, ...found.plan.steps.slice(0, 1)];
    expect(() => checkCase(changed(found, { plan: { steps } }), pair)).to.throw('another step is called');
  });
});

interface Change {
  readonly signature?: null;
  readonly hash?: string;
  readonly plan?: object;
  readonly call?: object;
  readonly break?: object;
}

function changed(found: Case, { plan, call, break: broken, ...rest }: Change): Case {
  const steps = found.plan.steps.map((step) => ({ ...step, ...(step.is === 'call' ? call : broken) }));
  return { ...found, ...rest, plan: { ...found.plan, steps, ...plan } } as Case;
}
