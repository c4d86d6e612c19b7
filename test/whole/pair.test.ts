// Goal: the smallest system shows the whole way, in both worlds: a planted defect is found, made small, saved and replayed; the correct system is clean.
// Method: short campaigns of the pair.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { scenarios } from '../../scenarios/index.js';
import type { CampaignEvent, Plan, World } from '../../src/contract/index.js';
import { type CampaignOptions, fails, planOf, runCampaign, runPlan } from '../../src/core/campaign/index.js';
import { type Case, decodeCase, encodeCase } from '../../src/core/corpus/index.js';
import { crewOfThreads } from '../../src/core/workers/index.js';

const pair = scenarios.find(({ name }) => name === 'pair');
if (pair === undefined) throw new RangeError('there is a scenario called pair');
const { system, faults, invariants } = pair;
const defect = 'ack-before-persist';
/** Longer than any machine takes, where the answer is what matters. */
const patience = 10_000_000;

describe('the pair', () => {
  let directory: string;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'topple-pair-'));
  });

  after(() => rmSync(directory, { recursive: true, force: true }));

  async function campaign(options: Partial<CampaignOptions>) {
    const events: CampaignEvent[] = [];
    const saved: Case[] = [];
    const result = await runCampaign({
      scenario: pair as NonNullable<typeof pair>,
      world: 'sim',
      seed: 'story',
      runs: 200,
      timeMillis: null,
      intensity: 'light',
      defects: [],
      shard: { index: 0, count: 1 },
      findingsMax: 1,
      command: '',
      configurationHash: '',
      on: (event) => void events.push(event),
      save: (found) => `${saved.push(found)}`,
      directory,
      jobs: 1,
      clock: () => performance.now(),
      signal: new AbortController().signal,
      breathe: () => setImmediate(),
      ...options,
    });
    return { result, events, saved };
  }

  function run(world: World, plan: Plan, defects: readonly string[] = []) {
    return runPlan({ world, system, faults, invariants, defects, directory, plan });
  }

  it('is clean in the simulator when it is correct', async () => {
    const { result } = await campaign({});
    expect(result).to.include({ runs: 200, exit: 0, interrupted: false });
    expect(result.hollow).to.deep.equal([]);
  });

  it('has its defect found in the simulator, saved before it is shrunk, made as small as it goes, and replayed to the bit', async () => {
    const { result, saved, events } = await campaign({ defects: [defect] });
    const [finding] = result.findings;
    expect(result.exit).to.equal(1);
    expect(finding?.invariant).to.equal('recoverability/acknowledged-writes-stay');
    expect(saved[0]?.plan.steps.length).to.equal(finding?.stepsBefore);
    const last = decodeCase(encodeCase(saved.at(-1) as Case));
    expect(last.plan.steps.map((step) => step.is))
      .to.include.members(['call', 'break'])
      .and.to.have.length.below(5);
    expect(last.reproduced).to.equal('3/3');
    expect(events.map(({ is }) => is)).to.include.members(['shrinking', 'finding', 'campaign-end']);
    const again = await run('sim', last.plan, last.defects);
    expect(again.hash).to.equal(last.hash);
    expect(fails(again, last.signature)).to.equal(true);
    for (const step of last.plan.steps) {
      const without = { ...last.plan, steps: last.plan.steps.filter((each) => each !== step) };
      expect(fails(await run('sim', without, last.defects), last.signature), `without ${step.id}`).to.equal(false);
    }
    expect(fails(await run('sim', last.plan), last.signature), 'the correct pair').to.equal(false);
  });

  it('gives the same runs and the same finding on one thread, on three, and in shards', async () => {
    const module = new URL('../../scenarios/index.js', import.meta.url).href;
    const threads: CampaignOptions['threads'] = (crew) => crewOfThreads(crew, module);
    const [one, three] = [await campaign({ defects: [defect] }), await campaign({ defects: [defect], jobs: 3, threads })];
    expect(hashesOf(three.events)).to.deep.equal(hashesOf(one.events));
    expect(three.result.findings[0]?.plan).to.deep.equal(one.result.findings[0]?.plan);
    const whole = await campaign({ runs: 30 });
    const shards = await Promise.all([0, 1, 2].map((index) => campaign({ runs: 30, shard: { index, count: 3 }, jobs: 2, threads })));
    const parts = shards.flatMap(({ events }) => hashesOf(events));
    expect(parts.toSorted()).to.deep.equal(hashesOf(whole.events).toSorted());
  });

  it('is hollow when nothing is broken, and says so', async () => {
    const { result } = await campaign({ runs: 1, scenario: { ...pair, floors: { ...pair.floors, operations: 1_000 } } });
    expect(result.exit).to.equal(3);
    expect(result.hollow[0]).to.match(/^12 operations, the floor is 1000/);
  });

  it('ends when it is told to, with what there is', async () => {
    const abort = new AbortController();
    const on = (event: CampaignEvent): void => (event.is === 'run-end' && event.run.index === 5 ? abort.abort() : undefined);
    const { result } = await campaign({ on, signal: abort.signal });
    expect(result).to.include({ interrupted: true, exit: 130, runs: 6 });
  });

  it('does the same in both worlds where nothing is broken, and its real run can be executed again with equal effects', async () => {
    const plan = planOf(pair, 'parity', 0, 'none');
    const oneLane = {
      ...plan,
      steps: plan.steps.map((step) => (step.is === 'call' ? { ...step, lane: 'lane1', timeout: patience } : step)),
    };
    const [sim, real] = [await run('sim', oneLane), await run('real', oneLane)];
    const outcomes = (result: typeof sim) =>
      result.events.flatMap((event) => (event.is === 'settled' ? [`${event.step} ${event.outcome}`] : []));
    expect(outcomes(real)).to.deep.equal(outcomes(sim));
    expect(real.reexecution).to.deep.include({ nodes: 2, differences: [] });
    expect(real.reexecution?.steps).to.be.above(20);
  });

  it('shows its defect in the real world, by a plan that was made small in the simulator', async () => {
    const plan: Plan = {
      ...planOf(pair, 'real', 0, 'none'),
      steps: [
        {
          is: 'call',
          id: 's1',
          lane: 'l',
          op: 'value.put',
          args: { name: 'a', value: 1 },
          makes: null,
          after: null,
          attempts: 1,
          timeout: patience,
          rest: false,
        },
        {
          is: 'break',
          id: 'f1',
          fault: 'crash-at-effect',
          on: [{ role: 'primary', pick: 0 }],
          args: { effect: 'persist', nth: 1, phase: 'before' },
          from: { step: 's1', phase: 'before', plus: 0 },
          lasts: 300_000,
        },
      ],
    };
    const signature = 'acknowledged-writes-stay/lost/value';
    expect(fails(await run('sim', plan, [defect]), signature), 'sim').to.equal(true);
    expect(fails(await run('real', plan, [defect]), signature), 'real').to.equal(true);
    expect(fails(await run('real', plan), signature), 'the correct pair').to.equal(false);
  });
});

function hashesOf(events: readonly CampaignEvent[]): readonly string[] {
  return events.flatMap((event) => (event.is === 'run-end' ? [`${event.run.index} ${String(event.run.hash)} ${event.run.verdict}`] : []));
}
