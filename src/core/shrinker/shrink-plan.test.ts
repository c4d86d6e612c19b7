// Goal: what is left is as small as it goes, fails as the whole did, and costs few evaluations; the search can be cut short and keeps its best.
// Method: plans whose failure is a rule about which steps are in them.
import { expect } from 'chai';
import type { Break, Call, Fault, Plan } from '../../contract/index.js';
import { drawFrom } from '../../world/index.js';
import { shrinkPlan } from './shrink-plan.js';

const call = (id: string, lane = 'l1', after: Call['after'] = null): Call => ({
  is: 'call',
  id,
  lane,
  op: 'thing.put',
  args: {},
  makes: null,
  after,
  attempts: 1,
  timeout: 1_000,
  rest: false,
});
const broken = (id: string, fault = 'cut', lasts = 800): Break => ({
  is: 'break',
  id,
  fault,
  on: [],
  args: {},
  from: { at: 0 },
  lasts,
});
const cut: Fault = {
  name: 'cut',
  needs: [],
  weight: 1,
  draw: () => null,
  weaken: (one) => [4, 2].map((part) => ({ ...one, lasts: Math.floor(one.lasts / part) })),
  inject: () => [],
  heal: () => [],
};
const planOf = (steps: Plan['steps']): Plan => ({ schema: 1, scenario: 's', system: 's', seed: 'x', knobs: {}, steps });
const ids = (plan: Plan): readonly string[] => plan.steps.map(({ id }) => id);
const has =
  (...wanted: readonly string[]) =>
  (plan: Plan): Promise<boolean> =>
    Promise.resolve(wanted.every((id) => ids(plan).includes(id)));

const whole = planOf([
  ...Array.from({ length: 24 }, (_, nth) => call(`c${nth}`, `l${nth % 3}`)),
  ...Array.from({ length: 6 }, (_, nth) => broken(`f${nth}`, nth % 2 === 0 ? 'cut' : 'crash')),
]);

describe('shrinking', () => {
  it('leaves exactly the steps that the failure needs, whatever they are', async () => {
    const draw = drawFrom('shrink', 'needs');
    for (let time = 0; time < 60; time++) {
      const needs = [...new Set(Array.from({ length: 1 + draw('count', 4) }, () => ids(whole)[draw('step', whole.steps.length)] ?? ''))];
      const { plan, stoppedBecause } = await shrinkPlan(whole, { fails: has(...needs), faults: [], evaluationsMax: 1_000 });
      expect(ids(plan).toSorted(), String(time)).to.deep.equal(needs.toSorted());
      expect(stoppedBecause).to.equal('local-minimum');
    }
  });

  it('comes to the same end when several evaluations go on at once', async () => {
    const fails = has('c3', 'c17', 'f2');
    const one = await shrinkPlan(whole, { fails, faults: [cut], evaluationsMax: 1_000 });
    for (const atOnce of [2, 4, 7]) {
      const many = await shrinkPlan(whole, { fails, faults: [cut], evaluationsMax: 1_000, atOnce });
      expect(many.plan).to.deep.equal(one.plan);
    }
  });

  it('finds a minimum from which no step can be taken, also where steps stand for one another', async () => {
    const fails = (plan: Plan): Promise<boolean> =>
      Promise.resolve(ids(plan).filter((id) => id.startsWith('c')).length >= 3 && ids(plan).includes('f1'));
    const { plan } = await shrinkPlan(whole, { fails, faults: [], evaluationsMax: 1_000 });
    expect(plan.steps).to.have.length(4);
    for (const step of plan.steps) expect(await fails({ ...plan, steps: plan.steps.filter((each) => each !== step) })).to.equal(false);
  });

  it('makes faults milder, lanes fewer and waits shorter where the failure allows it', async () => {
    const waiting = planOf([call('c1', 'l1'), call('c2', 'l2', { step: 'c1', phase: 'done', plus: 500 }), broken('f1')]);
    const { plan } = await shrinkPlan(waiting, { fails: has('c1', 'c2', 'f1'), faults: [cut], evaluationsMax: 1_000 });
    expect(plan.steps).to.deep.equal([call('c1', 'l1'), call('c2', 'l1'), broken('f1', 'cut', 0)]);
  });

  it('spends no more evaluations than it was given, and tries no plan twice', async () => {
    const tried: string[] = [];
    const fails = (plan: Plan): Promise<boolean> => {
      tried.push(ids(plan).join(' '));
      return has('c3', 'c17', 'f2')(plan);
    };
    const { evaluations, stoppedBecause, plan } = await shrinkPlan(whole, { fails, faults: [], evaluationsMax: 10 });
    expect([evaluations, tried.length, new Set(tried).size, stoppedBecause]).to.deep.equal([10, 10, 10, 'evaluations-max']);
    expect(plan.steps.length).to.be.below(whole.steps.length);
  });

  it('keeps its best when it is interrupted, and says what it found as it goes', async () => {
    const abort = new AbortController();
    const better: number[] = [];
    const onBetter = (plan: Plan): void => {
      better.push(plan.steps.length);
      if (better.length === 3) abort.abort();
    };
    const { plan, stoppedBecause } = await shrinkPlan(whole, {
      fails: has('c3'),
      faults: [],
      evaluationsMax: 1_000,
      onBetter,
      signal: abort.signal,
    });
    expect(stoppedBecause).to.equal('interrupted');
    expect(plan.steps.length).to.equal(better.at(-1));
    expect(better).to.deep.equal(better.toSorted((a, b) => b - a));
  });

  it('leaves a plan alone that fails only as a whole', async () => {
    const small = planOf([call('c1'), call('c2')]);
    expect((await shrinkPlan(small, { fails: has('c1', 'c2'), faults: [], evaluationsMax: 100 })).plan).to.deep.equal(small);
  });
});
