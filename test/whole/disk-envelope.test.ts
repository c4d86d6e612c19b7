// Goal: what the envelope promises of disks is judged, and what lies beyond it is excused, with the witness; the same run either way, as the envelope says.
// Method: the worst place for one disk: of the two managers that have what was acknowledged, one meets a fault of its disk and the other is gone just after; the third was cut off.
import { expect } from 'chai';
import { diskFaults, isolation, crash } from '../../generators/index.js';
import { everyInvariant } from '../../invariants/index.js';
import { document, errand } from '../../scenarios/systems/reference/reference-world.js';
import { reference } from '../../scenarios/systems/reference/reference.js';
import type { Break, Call, Event, Plan, System, Target, Topology } from '../../src/contract/index.js';
import { type RunResult, runPlan } from '../../src/core/campaign/index.js';
import type { Json } from '../../src/world/index.js';

const ms = 1_000;
const follower: Target = { role: 'manager', pick: 'follower' };
const other: Target = { role: 'manager', pick: 'other' };
const leader: Target = { role: 'manager', pick: 'leader' };
const harmed = 450 * ms;

/** Projects, one every 20 ms. */
const calls = Array.from({ length: 25 }, (_, nth): Call => {
  const { op, args } = errand('project.create', `/projects/p${nth}`, { body: document(`/projects/p${nth}`) });
  const id = `s${nth + 1}`;
  return {
    is: 'call',
    id,
    lane: 'one',
    op,
    args,
    makes: null,
    after: { at: nth * 20 * ms },
    attempts: 4,
    timeout: 4_000 * ms,
    rest: false,
  };
});

function breaks(at: number, lasts: number, fault: string, on: Target, args: Json = {}): Break {
  return { is: 'break', id: `${fault}-${at}`, fault, on: [on], args, from: { at }, lasts };
}

/** The fault ends, with a start of the node, while the leader falls and the third comes back. */
function planOf(harms: readonly Break[]): Plan {
  const around = [breaks(0, harmed + 15 * ms, 'isolation', other), breaks(harmed + 10 * ms, 1_500 * ms, 'crash', leader)];
  return {
    schema: 1,
    scenario: 'reference',
    system: 'reference',
    seed: 'thin',
    knobs: { setUp: 'clusters' },
    steps: [...calls, ...around, ...harms],
  };
}

const harms: Readonly<Record<string, Break>> = {
  full: breaks(50 * ms, harmed - 50 * ms, 'disk-full', follower, { kind: 'full' }),
  error: breaks(50 * ms, harmed - 50 * ms, 'disk-error', follower, { kind: 'eio', nth: 5 }),
  slow: breaks(50 * ms, harmed - 50 * ms, 'disk-slow', follower, { kind: 'slow', delay: 5 * ms }),
  forgets: breaks(50 * ms, harmed - 50 * ms, 'disk-forgets', follower, { kind: 'lost-sync', file: null }),
  truncated: breaks(harmed - 5 * ms, 5 * ms, 'disk-truncated', follower, { kind: 'truncate', file: 'log', bytes: 100 }),
  flips: breaks(harmed - 5 * ms, 5 * ms, 'disk-flips', follower, { kind: 'flip', file: 'log', at: 900_000, bit: 1 }),
  another: breaks(harmed + 600 * ms, 5 * ms, 'disk-truncated', other, { kind: 'truncate', file: 'log', bytes: 100 }),
};

const options = {
  world: 'sim',
  system: reference,
  faults: [...diskFaults, isolation, crash],
  invariants: everyInvariant,
  defects: [] as readonly string[],
  directory: '',
} as const;

const forgets = (on: Target, file: string | null): Break => breaks(50 * ms, 400 * ms, 'disk-forgets', on, { kind: 'lost-sync', file });

function run(
  names: readonly string[],
  defects: readonly string[] = [],
  allowed: Partial<Topology['envelope'][number]> = {},
): Promise<RunResult> {
  const topology = reference.topology({});
  const envelope = topology.envelope.map((bounds) => ({ ...bounds, ...allowed }));
  const system: System = { ...reference, topology: () => ({ ...topology, envelope }) };
  return runPlan({ ...options, system, plan: planOf(names.flatMap((name) => harms[name] ?? [])), defects });
}

const halts = (events: readonly Event[]): readonly string[] =>
  events.flatMap((event) => (event.is === 'node' && event.what === 'down' && event.why.startsWith('halt') ? [event.why] : []));
const bites = (events: readonly Event[]): boolean =>
  events.some((event) => event.is === 'fault' && event.fault.startsWith('disk') && event.hits > 0);

describe('the envelope of disks', function () {
  this.timeout(60_000);

  for (const [name, words] of [
    ['full', /^halt: disk: log ENOSPC$/],
    ['error', /^halt: disk: (log|meta) EIO$/],
    ['slow', null],
    ['truncated', /^halt: disk: log: broken at byte \d+, before entry \d+, which was durable$/],
    ['flips', /^halt: disk: log: broken at byte \d+, before entry \d+, which was durable$/],
  ] as const)
    it(`a disk of one manager (${name}) is within: it is judged, and nothing is lost`, async () => {
      const { verdict, events } = await run([name]);
      expect(verdict).to.deep.equal({ kind: 'holds' });
      expect(bites(events)).to.equal(true);
      if (words === null) expect(halts(events)).to.deep.equal([]);
      else expect(halts(events)[0], 'found out').to.match(words);
    });

  for (const [name, defect] of [
    ['full', 'disk-error-swallowed'],
    ['truncated', 'torn-log-cleared'],
    ['flips', 'torn-log-cleared'],
  ] as const)
    it(`what is within is no excuse: ${name} with the defect ${defect} is a violation`, async () => {
      expect((await run([name], [defect])).verdict.kind).to.equal('violated');
    });

  it('a disk that lied is beyond: what it lost is excused, and the reason names it; were it allowed, it would be a violation', async () => {
    const beyond = await run(['forgets']);
    expect(beyond.verdict.kind).to.equal('unknown');
    if (beyond.verdict.kind !== 'unknown') return;
    expect(beyond.verdict.reason).to.match(/^excused: disk-forgets on manager\d: disks of role manager that lied: 1 of 0 allowed; /);
    expect(beyond.judged.filter(({ verdict }) => verdict.kind === 'violated')).to.deep.equal([]);
    const within = await run(['forgets'], [], { lieMax: 1 });
    expect(within.hash, 'the same run').to.equal(beyond.hash);
    expect(within.verdict.kind).to.equal('violated');
  });

  it('two of three that rotted are beyond; were they allowed, it would be a violation', async () => {
    const beyond = await run(['truncated', 'another']);
    expect(beyond.verdict.kind === 'unknown' ? beyond.verdict.reason : '').to.match(
      /^excused: .*: disks of role manager that rotted: 2 of 1 allowed; /,
    );
    const within = await run(['truncated', 'another'], [], { lostMax: 2 });
    expect([within.hash, within.verdict.kind]).to.deep.equal([beyond.hash, 'violated']);
  });

  it('a disk that lied without harm is no excuse and needs none: the run holds', async () => {
    const { verdict, events } = await runPlan({ ...options, plan: { ...planOf([]), steps: [...calls, forgets(follower, null)] } });
    expect([bites(events), verdict]).to.deep.equal([true, { kind: 'holds' }]);
  });

  it('a disk that was to lie, and had nothing to lie about, excuses nothing, though its node was away', async () => {
    const plan = planOf([forgets({ role: 'cluster', pick: 0 }, 'no such file'), ...(harms['full'] === undefined ? [] : [harms['full']])]);
    const { verdict, events } = await runPlan({ ...options, plan, defects: ['disk-error-swallowed'] });
    expect(events.filter((event) => event.is === 'fault' && event.fault === 'disk-forgets' && event.hits > 0)).to.deep.equal([]);
    expect(verdict.kind).to.equal('violated');
  });
});
