// Goal: a system that loses something when more of its nodes are away than it stands is excused, with the witness; within its envelope, or by its own fault, it is not.
// Method: the pair with a planted loss and the correct one, under the same power cuts, which its envelope allows or does not.
import { expect } from 'chai';
import { onlyFaults } from '../../scenarios/only-faults.js';
import { scenarios } from '../../scenarios/index.js';
import { excuseMark, type Scenario, type System } from '../../src/contract/index.js';
import { planOf, runPlan } from '../../src/core/campaign/index.js';

const cuts = onlyFaults(scenarios.find(({ name }) => name === 'pair') as Scenario, ['all-at-once']);
const lossy = 'ack-before-persist';
const runsMax = 60;

/** The pair that stands as many primaries away as it says; of its backups it says nothing. */
function standing(downMax: number): System {
  const bounds = { role: 'primary', downMax, lostMax: 0, lieMax: 0 };
  return { ...cuts.system, topology: (knobs) => ({ ...cuts.system.topology(knobs), envelope: [bounds] }) };
}

/** How the runs end: those that are excused say why. */
async function endsOf(system: System, defects: readonly string[]): Promise<ReadonlySet<string>> {
  const ends = new Set<string>();
  for (let index = 0; index < runsMax; index++) {
    const plan = planOf(cuts, 'cuts', index, 'heavy');
    const { faults, invariants } = cuts;
    const { verdict } = await runPlan({ world: 'sim', system, faults, invariants, defects, directory: '', plan });
    ends.add(verdict.kind === 'unknown' && verdict.reason.startsWith(excuseMark) ? verdict.reason : verdict.kind);
  }
  return ends;
}

describe('the envelope', () => {
  it('excuses what is lost beyond it, and says what was away', async () => {
    const ends = await endsOf(standing(0), [lossy]);
    expect([...ends]).to.not.include('violated');
    expect([...ends].some((end) => end.startsWith(`${excuseMark}primary1: 1 of role primary away at once, 0 allowed; `))).to.equal(true);
  });

  it('excuses nothing within it', async () => {
    expect([...(await endsOf(standing(1), [lossy]))]).to.include('violated');
  });

  it('takes nothing from a system that comes back from beyond it', async () => {
    const ends = await endsOf(standing(0), []);
    expect([...ends]).to.include('holds');
    expect([...ends].some((end) => end.startsWith(excuseMark) || end === 'violated')).to.equal(false);
  });
});
