// Goal: a node that was another build for a while keeps what it acknowledged, in both worlds; a build that does not understand what another has written is found.
// Method: the pair and its previous build, which writes its log in another format; drawn plans in sim, and one plan in both worlds.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { onlyFaults } from '../../scenarios/only-faults.js';
import { scenarios } from '../../scenarios/index.js';
import type { Call, Plan, Scenario, World } from '../../src/contract/index.js';
import { planOf, runPlan } from '../../src/core/campaign/index.js';

const pair = onlyFaults(scenarios.find(({ name }) => name === 'pair') as Scenario, ['other-build']);
const defect = 'old-log-unread';
const runsMax = 40;

/** Written while the previous build runs, and looked for when it is gone. On a busy machine a process takes seconds to start, and an attempt before that proves nothing. */
const plan: Plan = {
  schema: 1,
  scenario: 'pair',
  system: 'pair',
  seed: 'builds',
  knobs: {},
  steps: [
    ...[1, 2].map(
      (nth): Call => ({
        is: 'call',
        id: `s${nth}`,
        lane: 'lane1',
        op: 'value.put',
        args: { name: `v${nth}`, value: nth },
        makes: null,
        after: nth === 1 ? null : { step: 's1', phase: 'done', plus: 4_000_000 },
        attempts: 2,
        timeout: 3_000_000,
        rest: false,
      }),
    ),
    {
      is: 'break',
      id: 'f1',
      fault: 'other-build',
      on: [{ role: 'primary', pick: 0 }],
      args: { build: 'previous', down: 200_000 },
      from: { step: 's1', phase: 'done', plus: 0 },
      lasts: 8_000_000,
    },
  ],
};

describe('a node that is another build for a while', () => {
  let directory: string;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'topple-builds-'));
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  function run(world: World, given: Plan, defects: readonly string[] = []) {
    const { faults, invariants } = pair;
    // What counts here is what is there in the end, however slow the machine.
    const system = { ...pair.system, bounds: { ...pair.system.bounds, lag: 60_000_000 } };
    return runPlan({ world, system, faults, invariants, defects, directory, plan: given });
  }

  it('is found where it does not understand what the other has written, and holds where it does, under the same plans', async () => {
    let found = 0;
    for (let index = 0; index < runsMax; index++) {
      const drawn = planOf(pair, 'builds', index, 'heavy');
      expect((await run('sim', drawn)).verdict.kind, `run ${index}`).to.not.equal('violated');
      if ((await run('sim', drawn, [defect])).verdict.kind === 'violated') found++;
    }
    expect(found, `of ${runsMax}`).to.be.above(runsMax / 4);
  });

  for (const world of ['sim', 'real'] as const)
    it(`keeps what it acknowledged in ${world}, and its recordings are those of two builds`, async () => {
      const { verdict, events, reexecution } = await run(world, plan);
      expect(verdict, JSON.stringify(verdict)).to.deep.equal({ kind: 'holds' });
      expect(events.filter((event) => event.is === 'settled').map(({ outcome }) => outcome)).to.include.members(['ok', 'ok']);
      const told = events.flatMap((event) => (event.is === 'node' ? [`${event.what} ${event.why.split(':')[0]}`] : []));
      expect(told).to.deep.equal(['down end', 'up started', 'down kill', 'up started']);
      if (world === 'real') expect([reexecution?.nodes, reexecution?.differences]).to.deep.equal([2, []]);
    });

  for (const world of ['sim', 'real'] as const)
    it(`loses what the previous build wrote in ${world}, where it is planted`, async () => {
      const { verdict } = await run(world, plan, [defect]);
      expect(verdict.kind).to.equal('violated');
    });
});
