// Goal: what intermediaries do to requests and answers breaks an orchestrator that carries a repeated call out again, or drops what was not answered, and no other.
// Method: runs of the reference orchestrator in the simulator that are broken by lost answers and doubled requests alone, with each defect and without.
import { expect } from 'chai';
import { onlyFaults } from '../../scenarios/only-faults.js';
import { scenarios } from '../../scenarios/index.js';
import type { Scenario } from '../../src/contract/index.js';
import { planOf, runPlan, type RunResult, violationsOf } from '../../src/core/campaign/index.js';

const TEST_MILLIS_MAX = 180_000;
const runsMax = 30;
const reference = onlyFaults(scenarios.find(({ name }) => name === 'reference') as Scenario, ['lost-answer', 'duplicate-request']);

async function runs(defects: readonly string[], count: number, isEnough: (result: RunResult) => boolean): Promise<readonly RunResult[]> {
  const results: RunResult[] = [];
  for (let index = 0; index < count && !results.some(isEnough); index++) {
    const { system, faults, invariants } = reference;
    const plan = planOf(reference, 'lost-answers', index, 'heavy');
    results.push(await runPlan({ world: 'sim', system, faults, invariants, defects, directory: '', plan }));
  }
  return results;
}

const isViolated = ({ verdict }: RunResult): boolean => verdict.kind === 'violated';

describe('lost answers and doubled requests', function () {
  this.timeout(TEST_MILLIS_MAX);

  it('are survived by the correct orchestrator, though many calls meet them', async () => {
    const results = await runs([], 8, () => false);
    expect(results.flatMap(violationsOf)).to.deep.equal([]);
    const hit = results.flatMap(({ events }) =>
      events
        .filter((event) => event.is === 'fault' && event.phase === 'healed')
        .flatMap((event) => (event.is === 'fault' ? event.hit : [])),
    );
    expect(hit.length).to.be.above(10);
  });

  for (const [defect, signature] of [
    ['retry-runs-again', /refused|forgotten-key|twice|made/],
    ['ambiguous-timeout-compensates', /context-dropped/],
  ] as const)
    it(`find ${defect} within ${runsMax} runs`, async () => {
      const found = (await runs([defect], runsMax, isViolated)).find(isViolated);
      expect(found, 'a violation').to.not.equal(undefined);
      const signatures = found === undefined ? [] : violationsOf(found).map(({ violation }) => violation.signature);
      expect(
        signatures.some((each) => signature.test(each)),
        signatures.join(),
      ).to.equal(true);
    });
});
