// Goal: every plan that a scenario draws can be carried out, says everything by itself, and comes again from its seed.
// Method: laws over the first plans of every scenario.
import { expect } from 'chai';
import type { Break, Plan, Scenario } from '../src/contract/index.js';
import { planOf } from '../src/core/campaign/index.js';
import { scenarios, scenariosWith } from './all-scenarios.js';
import { rareFaults } from './reference-breaks.js';

const count = 120;

for (const scenario of scenarios) {
  describe(`plans of ${scenario.name}`, () => {
    const plans = (['light', 'heavy'] as const).flatMap((intensity) =>
      Array.from({ length: count }, (_, index) => planOf(scenario, 'plans', index, intensity)),
    );

    it('are plain JSON, and come again from their seed', () => {
      for (const [nth, plan] of plans.entries()) {
        expect(JSON.parse(JSON.stringify(plan))).to.deep.equal(plan);
        const intensity = nth < count ? 'light' : 'heavy';
        expect(planOf(scenario, 'plans', nth % count, intensity)).to.deep.equal(plan);
      }
      expect(new Set(plans.map((plan) => JSON.stringify(plan.steps))).size).to.be.above(count);
    });

    it('name steps once, and anchors that are there', () => {
      for (const { steps } of plans) {
        const ids = new Set(steps.map(({ id }) => id));
        expect(ids.size).to.equal(steps.length);
        for (const step of steps) {
          const when = step.is === 'call' ? step.after : step.from;
          if (when !== null && 'step' in when) expect(ids.has(when.step), `${step.id} hangs on ${when.step}`).to.equal(true);
        }
      }
    });

    it('call operations of the system, and break what it has with faults of the scenario', () => {
      const operations = new Set(scenario.system.operations.map(({ name }) => name));
      const faults = new Map(scenario.faults.map((fault) => [fault.name, fault]));
      for (const plan of plans) {
        const roles = new Set(['client', '*', ...scenario.system.topology(plan.knobs).nodes.map(({ role }) => role)]);
        for (const step of plan.steps) {
          if (step.is === 'call') expect(operations.has(step.op), step.op).to.equal(true);
          if (step.is === 'break') checkBreak(step, roles, faults);
        }
      }
    });

    it('without faults break nothing', () => {
      for (let index = 0; index < 20; index++) expect(breaksOf(planOf(scenario, 'plans', index, 'none'))).to.deep.equal([]);
    });
  });
}

describe('plans of chosen faults', () => {
  it('have the same calls, and only these faults, in every scenario that knows them', () => {
    const chosen = ['pause', 'black-hole'];
    for (const [nth, scenario] of scenariosWith({ journey: null, onlyFaults: chosen }).entries()) {
      const own = scenarios[nth] as Scenario;
      const met = new Set<string>();
      for (let index = 0; index < 40; index++) {
        const plan = planOf(scenario, 'chosen', index, 'heavy');
        expect(plan.steps.filter(({ is }) => is === 'call')).to.deep.equal(planOf(own, 'chosen', index, 'none').steps);
        for (const { fault } of breaksOf(plan)) met.add(fault);
      }
      const known = own.faults.map(({ name }) => name).filter((name) => chosen.includes(name));
      expect([...met].sort(), scenario.name).to.deep.equal(known.sort());
    }
  });
});

describe('faults of the main job', () => {
  it('meet every role with a crash and with a pause, and every other kind that is not rare, within a short campaign', () => {
    const scenario = scenarios[0] as Scenario;
    const runs = scenario.runs.real;
    for (const seed of ['a', 'b', 'c', 'd']) {
      const breaks = Array.from({ length: runs }, (_, index) => breaksOf(planOf(scenario, seed, index, 'light'))).flat();
      const roles = new Set(scenario.system.topology({}).nodes.map(({ role }) => role));
      for (const kind of ['crash', 'pause'])
        for (const role of roles)
          expect(
            breaks.some(({ fault, on }) => fault === kind && on[0]?.role === role),
            `${kind} of a ${role} under ${seed}`,
          ).to.equal(true);
      const simOnly = ['loss', 'duplicate', 'reorder', 'disk:broken', 'tear', 'link:late', 'clock'];
      const real = scenario.faults.filter((fault) => !rareFaults.includes(fault) && fault.needs.every((need) => !simOnly.includes(need)));
      for (const { name } of real)
        expect(
          breaks.some(({ fault }) => fault === name),
          `${name} under ${seed}`,
        ).to.equal(true);
    }
  });
});

function breaksOf({ steps }: Plan): readonly Break[] {
  return steps.filter((step) => step.is === 'break');
}

function checkBreak(step: Break, roles: ReadonlySet<string>, faults: ReadonlyMap<string, Scenario['faults'][number]>): void {
  const fault = faults.get(step.fault);
  expect(fault, step.fault).to.not.equal(undefined);
  expect(step.lasts).to.be.above(0).and.below(30_000_000);
  for (const { role } of step.on) expect(roles.has(role), role).to.equal(true);
  for (const milder of fault?.weaken(step) ?? []) expect(milder.lasts).to.be.at.most(step.lasts);
}
