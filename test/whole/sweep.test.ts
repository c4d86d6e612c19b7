// Goal: the sweep of the bundled systems is right: what it says of a point is what the saved plan shows alone, on any number of threads; and the command says
// what it was told, what it found, and what was typed wrongly.
// Method: the pair whole; of the reference orchestrator a short life with points from all over it, and one defect with the points around its window.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { scenarios } from '../../scenarios/index.js';
import type { Plan, Scenario, SweepReport } from '../../src/contract/index.js';
import { runPlan } from '../../src/core/campaign/index.js';
import { runSweep } from '../../src/core/sweep/index.js';
import { journeysOf } from '../../src/core/sweep/journeys.js';
import { pointWords } from '../../src/core/sweep/point-words.js';
import type { Point } from '../../src/core/sweep/points-of.js';
import { recordJourney } from '../../src/core/sweep/record-journey.js';
import { planWith } from '../../src/core/sweep/run-point.js';
import { optionsFor, pointsIn, Sweeper } from '../../src/core/sweep/sweeper.js';
import { sweepThreads } from '../../src/core/workers/index.js';

const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

function named(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new RangeError(`there is a scenario called ${name}`);
  return found;
}

/** The first calls of a journey, and its last look. */
function shortened({ steps, ...plan }: Plan, count: number): Plan {
  return { ...plan, steps: [...steps.slice(0, count), ...steps.slice(-1)] };
}

async function prepared(scenario: Scenario, defects: readonly string[], plan: Plan) {
  const recorded = await recordJourney(optionsFor({ scenario, defects }, plan), []);
  const points = pointsIn(recorded, scenario);
  return { recorded, points, sweeper: new Sweeper({ scenario, defects, journeys: [recorded] }) };
}

describe('a sweep of the reference orchestrator', () => {
  const reference = named('reference');
  const [birth] = journeysOf(reference, { seed: '0', only: ['birth'] }) as [Plan];

  it('is about requests and what they lead to: heartbeats, ticks and looks are no part of it', async () => {
    const { recorded } = await prepared(reference, [], shortened(birth, 6));
    const count = (role: string, words: RegExp) =>
      recorded.traced.filter(({ place, words: told }) => place.node.role === role && words.test(told)).length;
    expect(count('client', /^POST/)).to.equal(6);
    expect(count('gateway', /^command$/)).to.be.within(6, 9);
    expect(count('manager', /^append$/)).to.be.within(12, 20);
    expect(count('manager', /^append of log$/)).to.be.within(18, 33);
    expect(count('client', /inventory/)).to.equal(1);
    expect(count('syncer', /^query$/)).to.be.below(9);
    expect(recorded.traced.length).to.be.below(300);
  });

  it('recovers from points all over a short life, each as its plan shows alone, to the bit', async () => {
    const { recorded, points, sweeper } = await prepared(reference, [], shortened(birth, 6));
    const stride = Math.floor(points.length / 10);
    for (let point = 0; point < points.length; point += stride) {
      const { broken } = points[point] as Point;
      const result = await sweeper.run({ journey: 0, point, second: null });
      const where = pointWords(points[point] as Point, recorded.plan);
      expect(result, where).to.deep.include({ verdict: 'recovers', why: [] });
      if (broken === null) continue;
      const alone = await runPlan(optionsFor({ scenario: reference, defects: [] }, planWith(recorded.plan, [broken])));
      expect(alone.hash, where).to.equal(result.hash);
    }
  });

  it('names the window between two entries that a crash tears apart', async () => {
    const { recorded, points, sweeper } = await prepared(reference, ['deploy-then-record'], birth);
    const last = points.flatMap((each, point) =>
      each.step === 's20' && each.fault === 'crash-at-write' && each.traced.words === 'append of log' ? [{ each, point }] : [],
    );
    const results = [];
    for (const { each, point } of last)
      results.push({ where: pointWords(each, recorded.plan), ...(await sweeper.run({ journey: 0, point, second: null })) });
    const failing = results.filter(({ verdict }) => verdict === 'fails');
    expect(failing.length, 'points that fail').to.be.within(1, results.length - 1);
    for (const { where, why } of failing) {
      expect(where).to.match(/manager .*\(append of log\), .* after s20 \(deployment-intent-group\.instantiate\) was sent$/);
      expect(why.join()).to.include('nothing-is-orphaned/work/context');
    }
  });

  it('has lives that are clean, and that make every life-cycle call of every kind', async () => {
    const verbs = new Set<string>();
    for (const plan of journeysOf(reference, { seed: '0', only: null })) {
      const { verdict, events } = await runPlan(optionsFor({ scenario: reference, defects: [] }, plan));
      expect(verdict, plan.seed).to.deep.equal({ kind: 'holds' });
      const own = new Map(plan.steps.flatMap((step) => (step.is === 'call' ? [[step.id, step.op] as const] : [])));
      for (const event of events) if (event.is === 'settled' && event.outcome === 'ok') verbs.add(own.get(event.step) ?? '');
    }
    const moves = reference.system.operations.filter(({ verb }) => verb === 'move').map(({ name }) => name);
    expect([...moves].filter((move) => !verbs.has(move))).to.deep.equal([]);
  });
});

describe('a sweep of the pair', () => {
  const module = new URL('../../scenarios/index.js', import.meta.url).href;

  function sweep(jobs: number, defects: readonly string[]): Promise<SweepReport> {
    return runSweep({
      scenario: named('pair'),
      world: 'sim',
      sample: null,
      directory: '',
      defects,
      journeys: null,
      seed: '3',
      timeMillis: null,
      pairs: 6,
      command: '',
      on: () => undefined,
      save: ({ id }) => id,
      jobs,
      threads: (crew) => sweepThreads(crew, module, null),
      clock: () => performance.now(),
      signal: new AbortController().signal,
      breathe: () => setImmediate(),
    });
  }

  it('is the same on one thread and on two', async () => {
    const [one, two] = [await sweep(1, ['ack-before-persist']), await sweep(2, ['ack-before-persist'])];
    expect(two.rows).to.deep.equal(one.rows);
    expect(two.pairs).to.deep.equal(one.pairs);
    expect(one.exit).to.equal(1);
    expect(one.rows.filter(({ verdict }) => verdict === 'fails').map(({ how, effect }) => `${how} ${effect}`)).to.include('after it reply');
  });

  it('recovers from every point when it is correct', async () => {
    const { rows, points, exit } = await sweep(1, []);
    expect(rows.filter(({ verdict }) => verdict !== 'recovers').map(({ where, why }) => `${where}: ${why.join()}`)).to.deep.equal([]);
    expect([rows.length, exit]).to.deep.equal([points, 0]);
  });
});

describe('topple sweep', () => {
  let directory: string;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'topple-sweep-'));
  });

  after(() => rmSync(directory, { recursive: true, force: true }));

  function topple(...args: readonly string[]) {
    return spawnSync(process.execPath, [main, ...args], { cwd: directory, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  }

  it('says beforehand how many points there are and how long they take, and at the end what they came to', () => {
    const { status, stdout } = topple('sweep', 'pair', '--jobs', '1', '--out', 'clean');
    expect(status, stdout).to.equal(0);
    expect(stdout).to.match(/^journey {3}journey: 7 calls, \d+ places, \d+ points$/m);
    expect(stdout).to.match(/^forecast {2}\d+ points of 1 journey: about .* \(.* a point on 1 thread, by a sample of \d+\)$/m);
    expect(stdout).to.match(/^persist +crash-at-effect +before it +\d+ +\d+ +0 +0$/m);
    expect(stdout).to.match(/^✓ (\d+) of \1 single-fault points of 1 journey recover /m);
    const report = JSON.parse(readFileSync(join(directory, 'clean', 'report.json'), 'utf8')) as SweepReport & { readonly sentence: string };
    expect(report).to.include({ schema: 1, scenario: 'pair', exit: 0 });
    expect(report.rows).to.have.length(report.points);
    expect(report.sentence).to.match(/single-fault points of 1 journey recover$/);
  });

  it('ends with 1 where a point does not recover, and its case can be replayed, to the bit', () => {
    const { status, stdout } = topple('sweep', 'pair', '--jobs', '1', '--defect', 'ack-before-persist', '--out', 'torn');
    expect(status, stdout).to.equal(1);
    expect(stdout).to.match(/^fails {5}acknowledged-writes-stay/m);
    const [, file = ''] = /npx topple replay (\S+)/.exec(stdout) ?? [];
    const again = topple('replay', file);
    expect(again.status, again.stdout).to.equal(1);
    expect(again.stdout).to.match(/^hash \d+ as recorded$/m);
  });

  it('stops in time with what it has', () => {
    const { status, stdout } = topple('sweep', 'pair', '--jobs', '1', '--time', '1ms', '--out', 'short');
    expect([status, stdout]).to.satisfy(([code, text]: [number, string]) => code === 3 && text.includes('no point was run'));
  });

  it('tells what it takes, with examples', () => {
    const { status, stdout } = topple('sweep', '--help');
    expect(status).to.equal(0);
    for (const flag of ['--file', '--journey', '--time', '--jobs', '--defect', '--pairs', '--seed', '--out'])
      expect(stdout).to.include(flag);
    expect(stdout).to.include('topple sweep pair');
  });

  for (const [args, message] of [
    [['sweep', 'refrence'], 'no scenario is called refrence. Did you mean reference?'],
    [['sweep', 'desk'], 'not made for the world sim'],
    [['sweep', 'pair', '--journey', 'nowhere'], 'no journey is called nowhere. There are: journey'],
    [['sweep', 'pair', '--defect', 'none-such'], 'no defect is called none-such'],
    [['sweep', 'pair', '--pairs', 'many'], 'a whole number of at least 1 is wanted'],
    [['sweep', 'pair', '--file', 'x.yaml'], '--file is for the scenario journeys'],
  ] as const)
    it(`refuses ${args.join(' ')}`, () => {
      const { status, stderr } = topple(...args);
      expect([status, stderr]).to.satisfy(([code, text]: [number, string]) => code === 2 && text.includes(message));
    });
});
