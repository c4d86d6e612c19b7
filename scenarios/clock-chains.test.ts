// Goal: a clock that is wrong at the wrong moment shows who goes by it, and does no harm to who does not.
// Method: runs that are broken by one chain alone, with the defect that it is about and without.
import { expect } from 'chai';
import { chainBreaks } from '../generators/index.js';
import type { Break, Call, Plan, Scenario } from '../src/contract/index.js';
import { planOf, runPlan } from '../src/core/campaign/index.js';
import { drawFrom } from '../src/world/index.js';
import { clockChains } from './clock-chains.js';
import { referenceScenario } from './reference.scenario.js';

const TEST_MILLIS_MAX = 120_000;
const runsMax = 16;
const { system, faults, invariants } = referenceScenario;

/** The calls of a plan, broken by a chain and nothing else. */
function chained(name: string, index: number): Plan {
  const calm = planOf(referenceScenario, 'clocks', index, 'none');
  const chains = clockChains.filter((chain) => chain.name === name);
  const calls = calm.steps.filter((step): step is Call => step.is === 'call');
  return { ...calm, steps: [...calm.steps, ...chainBreaks(drawFrom(`${index}`, name), chains, { calls, system })] };
}

/** What the invariants are called that runs violate, up to the first that do. */
async function violated(name: string, defects: readonly string[], runs: number): Promise<readonly (string | null)[]> {
  for (let index = 0; index < runs; index++) {
    const options = { world: 'sim', system, faults, invariants, defects, directory: '' } as const;
    const { judged } = await runPlan({ ...options, plan: chained(name, index) });
    const broken = judged.filter(({ verdict }) => verdict.kind === 'violated').map(({ invariant }) => invariant.id);
    if (broken.length > 0) return broken;
  }
  return [];
}

describe('chains of wrong clocks', function () {
  this.timeout(TEST_MILLIS_MAX);

  for (const [name, defect, ids] of [
    ['fast-leader', 'log-time-goes-back', ['I8']],
    ['set-forward', 'log-time-by-wall-clock', ['I5', 'I8', 'I13']],
    ['set-back', 'back-off-by-wall-clock', ['I4', 'I6', 'I14']],
  ] as const) {
    it(`${name} finds ${defect}`, async () => {
      const broken = await violated(name, [defect], runsMax);
      expect(broken).to.not.deep.equal([]);
      expect(
        broken.every((id) => (ids as readonly string[]).includes(id ?? '')),
        broken.join(' '),
      ).to.equal(true);
    });

    it(`${name} does no harm to who goes by the right clock`, async () => {
      expect(await violated(name, [], runsMax / 2)).to.deep.equal([]);
    });
  }

  it('are made of faults that the scenario knows, on who is there', () => {
    const known = new Set((referenceScenario as Scenario).faults.map(({ name }) => name));
    const breaks = clockChains.flatMap(({ name }) => chained(name, 0).steps.filter((step): step is Break => step.is === 'break'));
    expect(breaks.length).to.be.at.least(2 * clockChains.length);
    for (const { fault } of breaks) expect(known.has(fault), fault).to.equal(true);
  });
});
