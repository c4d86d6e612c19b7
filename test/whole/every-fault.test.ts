// Goal: every kind of fault bites and is taken off again, in each world that can make it; a world that cannot says so.
// Method: for each kind, runs that are broken by it alone, heavily, until one was bitten.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { onlyFaults } from '../../scenarios/only-faults.js';
import { scenarios } from '../../scenarios/index.js';
import type { Event, Scenario, World } from '../../src/contract/index.js';
import { planOf, runPlan } from '../../src/core/campaign/index.js';

/** Most runs until a kind has bitten: links that nobody uses at that moment, and writes that nobody makes, are drawn, too. */
const runsMax: Readonly<Record<World, number>> = { sim: 30, real: 6 };

const atOnce: Readonly<Record<World, number>> = { sim: 1, real: 4 };

/** What a world cannot make. */
const beyond: Readonly<Record<World, readonly string[]>> = { sim: [], real: ['loss', 'duplicate', 'reorder', 'late'] };

type Phase = (Event & { is: 'fault' })['phase'];

describe('every kind of fault', () => {
  let directory: string;
  const named = process.env['TOXIPROXY_URL'];

  // The original does not tell of everything that its toxics touch, and cannot make all of them.
  before(() => {
    process.env['TOXIPROXY_URL'] = 'embedded';
    directory = mkdtempSync(join(tmpdir(), 'topple-faults-'));
  });

  after(() => {
    if (named === undefined) delete process.env['TOXIPROXY_URL'];
    else process.env['TOXIPROXY_URL'] = named;
    rmSync(directory, { recursive: true, force: true });
  });

  /** The phases that the breaks of some runs went through, one after the other; up to the run in which one has bitten. */
  async function phasesOf(scenario: Scenario, world: World): Promise<ReadonlySet<Phase>> {
    const seen = new Set<Phase>();
    for (let index = 0; index < runsMax[world] && !seen.has('biting') && !seen.has('refused'); index++) {
      const { system, faults, invariants } = scenario;
      const plan = planOf(scenario, 'every-fault', index, 'heavy');
      const { events, verdict } = await runPlan({ world, system, faults, invariants, defects: [], directory, plan });
      expect(verdict.kind, JSON.stringify(verdict)).to.not.equal('violated');
      checkOrder(events);
      for (const event of events) if (event.is === 'fault') seen.add(event.phase);
    }
    return seen;
  }

  for (const [name, world] of [
    ['reference', 'sim'],
    ['pair', 'sim'],
    ['pair', 'real'],
  ] as const) {
    const scenario = scenarios.find((each) => each.name === name) as Scenario;
    const kinds = scenario.faults.map((fault) => fault.name);
    const found = new Map<string, Promise<ReadonlySet<Phase>>>();
    /** Real runs wait most of the time, so that some go on at once: kind `nth` is begun when the one `atOnce` before it is asked for. */
    const begin = (nth: number): void => {
      const kind = kinds[nth];
      if (kind === undefined || found.has(kind)) return;
      const phases = phasesOf(onlyFaults(scenario, [kind]), world);
      // Whoever asks for it hears of it.
      phases.catch(() => undefined);
      found.set(kind, phases);
    };
    for (const [nth, fault] of kinds.entries())
      it(`${fault} bites the ${name} in ${world}, and is taken off`, async () => {
        for (let ahead = 0; ahead < atOnce[world]; ahead++) begin(nth + ahead);
        const phases = (await found.get(fault)) ?? new Set();
        if (beyond[world].includes(fault)) expect([...phases]).to.deep.equal(['refused']);
        else expect([...phases]).to.include.members(['asked', 'biting', 'healed']);
      });
  }
});

/** Asked for first, healed last, and nothing stays. */
function checkOrder(events: readonly Event[]): void {
  const last = new Map<string, Phase>();
  for (const event of events) {
    if (event.is !== 'fault') continue;
    const before = last.get(event.step);
    if (event.phase === 'asked' || event.phase === 'refused') expect(before, `${event.step} ${event.phase}`).to.equal(undefined);
    else expect(before, `${event.step} ${event.phase}`).to.not.equal(undefined);
    last.set(event.step, event.phase);
  }
  for (const [step, phase] of last) expect(phase, `${step} at the end`).to.be.oneOf(['healed', 'biting', 'refused']);
}
