// Goal: a run that begins in a fork of a kept world is the run that it would be in a world of its own.
// Method: plans of the reference orchestrator, in worlds that were just set up and in worlds that other runs have begun in.
import { expect } from 'chai';
import { scenarios } from '../../../scenarios/index.js';
import type { Plan, System } from '../../contract/index.js';
import { planOf, runPlan } from './index.js';

const scenario = scenarios.find(({ name }) => name === 'reference');

async function hashOf(system: System, plan: Plan): Promise<string> {
  const faults = scenario?.faults ?? [];
  const { hash, events } = await runPlan({ world: 'sim', system, plan, faults, invariants: [], defects: [], directory: '' });
  expect(events.map(({ seq }) => seq)).to.deep.equal(events.map((_event, index) => index));
  return `${String(hash)} ${events.length}`;
}

describe('a run that begins in a fork', () => {
  it('is the same whatever began there before it', async () => {
    if (scenario === undefined) throw new Error('there is a scenario called reference');
    const { system } = scenario;
    const plans = [0, 1, 2, 3].map((index) => planOf(scenario, 'begin', index, 'light'));
    const inTurn = [];
    for (const plan of plans) inTurn.push(await hashOf(system, plan));
    const backwards = [];
    for (const plan of plans.toReversed()) backwards.unshift(await hashOf(system, plan));
    const fresh = [];
    for (const plan of plans) fresh.push(await hashOf({ ...system }, plan));
    expect(backwards).to.deep.equal(inTurn);
    expect(fresh).to.deep.equal(inTurn);
  }).timeout(60_000);

  it('has the history of the set-up before its own', async () => {
    if (scenario === undefined) throw new Error('there is a scenario called reference');
    const { system, faults } = scenario;
    const plan: Plan = { schema: 1, scenario: 'reference', system: 'reference', seed: 'x', knobs: { setUp: 'clusters' }, steps: [] };
    const { events } = await runPlan({ world: 'sim', system, plan, faults, invariants: [], defects: [], directory: '' });
    const calls = events.flatMap((event) => (event.is === 'invoke' && event.lane === 'set-up' ? [event.op] : []));
    expect(calls).to.deep.equal(system.setUp(plan.knobs).map(({ op }) => op));
    const kinds = events.map(({ is }) => is);
    expect(kinds.indexOf('phase')).to.be.greaterThan(kinds.indexOf('rest'));
  });
});
