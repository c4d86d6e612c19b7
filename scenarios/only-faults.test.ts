// Goal: a scenario under some kinds of fault draws these alone, and what it finds gets as small as without that.
// Method: plans of the pair under one kind; a planted defect that a power cut shows, shrunk.
import { expect } from 'chai';
import { planOf, runPlan } from '../src/core/campaign/index.js';
import { shrinkPlan } from '../src/core/shrinker/index.js';
import { onlyFaults } from './only-faults.js';
import { pairScenario } from './pair.scenario.js';

const runsMax = 40;
const cuts = onlyFaults(pairScenario, ['all-at-once']);
const kindsIn = ({ steps }: ReturnType<typeof planOf>): readonly string[] =>
  steps.flatMap((step) => (step.is === 'break' ? [step.fault] : []));

async function isViolated(plan: ReturnType<typeof planOf>): Promise<boolean> {
  const { system, faults, invariants } = cuts;
  const { verdict } = await runPlan({ world: 'sim', system, faults, invariants, defects: ['ack-before-persist'], directory: '', plan });
  return verdict.kind === 'violated';
}

describe('scenarios: only some faults', () => {
  it('are drawn, of those that are known', () => {
    const kinds = Array.from({ length: 10 }, (_, index) => kindsIn(planOf(cuts, 'only', index, 'heavy'))).flat();
    expect([...new Set(kinds)]).to.deep.equal(['all-at-once']);
    expect(kindsIn(planOf(onlyFaults(pairScenario, ['none-such']), 'only', 0, 'heavy'))).to.deep.equal([]);
  });

  it('are told by the configuration', () => {
    expect(cuts.configuration).to.deep.include({ onlyFaults: ['all-at-once'] });
  });

  it('are weakened to plainer ones that were not drawn', async () => {
    for (let index = 0; index < runsMax; index++) {
      const plan = planOf(cuts, 'only', index, 'heavy');
      if (!(await isViolated(plan))) continue;
      const small = await shrinkPlan(plan, { fails: isViolated, faults: cuts.faults, evaluationsMax: 400 });
      return expect(kindsIn(small.plan)).to.deep.equal(['crash']);
    }
    return expect.fail('nothing was found');
  });
});
