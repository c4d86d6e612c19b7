// Goal: however a real run ends while faults are on, it heals: no stopped process, no proxy, no file of it stays, and whoever asked hears why.
// Method: the pair in this process, with a node stopped and a link that holds, ended by a judge, an exception, a lost server and an interruption; /proc is asked.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { scenarios } from '../../scenarios/index.js';
import type { Break, Invariant, Plan, System } from '../../src/contract/index.js';
import { type RunOptions, type RunResult, runPlan } from '../../src/core/campaign/index.js';

const { system, faults, journeys } = scenarios.find(({ name }) => name === 'pair') ?? expect.fail('no scenario pair');
const journey = journeys?.()[0] ?? expect.fail('no journey');
const second = 1_000_000;
const waitMillisMax = 10_000;

const broken = (id: string, fault: string, more: Pick<Break, 'on' | 'args'>): Break => ({
  is: 'break',
  id,
  fault,
  from: { step: 's2', phase: 'before', plus: 0 },
  lasts: 3 * second,
  ...more,
});
const roles = system.topology({}).nodes.map(({ role }) => role);
const [first = '', last = ''] = [roles[0], roles.at(-1)];
const plan: Plan = {
  ...journey,
  steps: [
    ...journey.steps,
    broken('b1', 'pause', { on: [{ role: last, pick: 0 }], args: {} }),
    broken('b2', 'black-hole', {
      on: [
        { role: 'client', pick: 0 },
        { role: first, pick: 0 },
      ],
      args: { streams: ['downstream'], strength: 0 },
    }),
  ],
};

const neverRight: Invariant<null> = {
  name: 'test/never-right',
  id: null,
  claim: 'Nothing is right.',
  needs: [],
  start: () => null,
  see: () => null,
  verdict: () => ({ kind: 'violated', why: [{ claim: 'Nothing is right.', signature: 'never-right', subjects: [], events: [] }] }),
};

/** What encodes the nth request throws. */
function throwing(): System {
  let count = 0;
  return {
    ...system,
    operations: system.operations.map((operation) => ({
      ...operation,
      encode: (args, key) => {
        if (++count > 2) throw new Error('the harness is broken');
        return operation.encode(args, key);
      },
    })),
  };
}

interface Child {
  readonly pid: number;
  readonly state: string;
  readonly command: string;
}

function children(): readonly Child[] {
  const pids = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return pids.flatMap((pid) => {
    try {
      const [, state = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
      return [{ pid: Number(pid), state: state[0] ?? '', command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }];
    } catch {
      return [];
    }
  });
}

describe('the end of a real run with faults on', function () {
  this.timeout(60_000);
  let directory = '';
  let known: ReadonlySet<number>;

  before(function () {
    try {
      children();
    } catch {
      this.skip();
    }
  });

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'topple-ends-'));
    known = new Set(children().map(({ pid }) => pid));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const run = (more: Partial<RunOptions>): Promise<RunResult> =>
    runPlan({ world: 'real', system, plan, faults, invariants: [], defects: [], directory, ...more });

  /** Once a node is stopped. */
  async function atWorst(act: () => void): Promise<void> {
    const until = performance.now() + waitMillisMax;
    while (performance.now() < until) {
      if (children().some(({ pid, state }) => !known.has(pid) && state === 'T')) return act();
      await setTimeout(10);
    }
    expect.fail('no node was stopped');
  }

  async function nothingIsLeft(): Promise<void> {
    const ours = (): readonly Child[] => children().filter(({ pid, state }) => !known.has(pid) && state !== 'Z');
    const until = performance.now() + waitMillisMax;
    while (ours().length > 0 && performance.now() < until) await setTimeout(20);
    expect(ours()).to.deep.equal([]);
    expect(readdirSync(directory)).to.deep.equal([]);
  }

  it('by a violated judge: it heals first, and both faults say when', async () => {
    const { verdict, events } = await run({ invariants: [neverRight] });
    expect(verdict.kind).to.equal('violated');
    const phases = events.flatMap((event) => (event.is === 'fault' ? [`${event.step} ${event.phase}`] : []));
    for (const name of ['b1 asked', 'b1 biting', 'b1 healed', 'b2 asked', 'b2 healed']) expect(phases).to.include(name);
    await nothingIsLeft();
  });

  it('by an exception: whoever asked gets it', async () => {
    expect(await run({ system: throwing() }).catch(String)).to.equal('Error: the harness is broken');
    await nothingIsLeft();
  });

  it('by the loss of its Toxiproxy: it says so', async () => {
    const result = run({}).catch(String);
    await atWorst(() => {
      const server = children().find(({ pid, command }) => !known.has(pid) && /toxiproxy(-server|\/main\.js)/.test(command));
      process.kill(server?.pid ?? expect.fail('no server'), 'SIGKILL');
    });
    expect(await result).to.match(/ProxyError: toxiproxy: /);
    await nothingIsLeft();
  });

  it('by an interruption: it ends with what there is', async () => {
    const abort = new AbortController();
    const result = run({ signal: abort.signal });
    await atWorst(() => abort.abort());
    expect(await result).to.include({ interrupted: true });
    await nothingIsLeft();
  });
});
