// Goal: a sweep tries every fault at every place that somebody caused, at no other, and names those that do not recover, each as a plan that fails by itself.
// Method: a book that writes what it is about to do, tells its mirror, and writes that it did. What a crash leaves half done it mends when it starts, but for
// one entry. Beside that, its heart beats. The whole is swept, in this thread.
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { crashAtEffect, crashAtWrite, diskFailed, late, lossyFaults, networkFaults, pause } from '../../../generators/index.js';
import type {
  Answer,
  Call,
  Fact,
  Invariant,
  Operation,
  Plan,
  Scenario,
  SweepEvent,
  SweepReport,
  System,
  Topology,
} from '../../contract/index.js';
import { verdictOf } from '../../contract/index.js';
import { asObject, bytesOf, type Effect, type Input, type Machine, textOf } from '../../world/index.js';
import { fails, runPlan } from '../campaign/index.js';
import type { Case } from '../corpus/index.js';
import { hostOf, simulate } from '../simulator/index.js';
import { runSweep, type SweepOptions } from './index.js';

interface Book {
  readonly meant: Set<string>;
  readonly done: Set<string>;
}

const beat = 50_000;
/** What is not mended. */
const bad = 'bad';

function linesOf(bytes: Uint8Array | undefined): readonly string[] {
  return textOf(bytes ?? null)
    .split('\n')
    .filter((line) => line.endsWith('.'))
    .map((line) => line.slice(0, -1));
}

const line = (file: string, name: string): Effect => ({ do: 'persist', file, edit: 'append', bytes: bytesOf(`\n${name}.\n`) });

function bookThatMends(all: boolean): Machine<Book> {
  return {
    boot: ({ config, disk }) => {
      const book: Book = { meant: new Set(linesOf(disk.get('meant'))), done: new Set(linesOf(disk.get('done'))) };
      const left = [...book.meant].filter((name) => !book.done.has(name) && (all || name !== bad));
      for (const name of left) book.done.add(name);
      const isBook = asObject(config)?.['mirror'] !== undefined;
      return [book, [...left.map((name) => line('done', name)), ...(isBook ? [{ do: 'timer', name: 'beat', after: beat } as const] : [])]];
    },
    step: (book, input) => {
      if (input.on === 'timer')
        return [
          { do: 'send', to: 'mirror1', body: { type: 'beat' } },
          { do: 'timer', name: 'beat', after: beat },
        ];
      return input.on === 'request' ? asked(book, input) : [];
    },
    clone: ({ meant, done }) => ({ meant: new Set(meant), done: new Set(done) }),
    digest: ({ meant, done }) => meant.size * 1_000 + done.size,
  };
}

function asked(book: Book, { call, request }: Input & { readonly on: 'request' }): readonly Effect[] {
  const name = request.path.slice('/entries/'.length);
  const answer: Effect = { do: 'reply', call, part: { head: { status: 200, headers: {} }, bytes: bytesOf(bodyOf(book)), end: true } };
  if (request.method === 'GET') return [answer];
  if (request.method === 'DELETE') {
    book.meant.delete(name);
    book.done.delete(name);
    const rest = (names: Set<string>) => bytesOf([...names].map((each) => `\n${each}.\n`).join(''));
    return [
      { do: 'persist', file: 'done', edit: 'replace', bytes: rest(book.done) },
      { do: 'persist', file: 'meant', edit: 'replace', bytes: rest(book.meant) },
      answer,
    ];
  }
  if (book.meant.has(name)) return [answer];
  book.meant.add(name);
  book.done.add(name);
  return [line('meant', name), { do: 'send', to: 'mirror1', body: { type: 'entry', name } }, line('done', name), answer];
}

function bodyOf({ meant, done }: Book): string {
  return JSON.stringify([...meant].map((name) => ({ name, state: done.has(name) ? 'done' : 'half' })));
}

const topology: Topology = {
  nodes: [
    { id: 'book1', role: 'book' },
    { id: 'mirror1', role: 'mirror' },
  ],
  links: [
    { from: 'client', to: 'book1', kind: 'stream' },
    { from: 'book1', to: 'mirror1', kind: 'lossy' },
  ],
  envelope: [],
};

function operation(name: string, method: string, more: Partial<Operation> = {}): Operation {
  return {
    name,
    kind: 'entry',
    verb: 'create',
    to: 'book',
    reads: 'none',
    retry: 'natural',
    encode: (args) => ({ method, path: `/entries/${String(asObject(args)?.['name'] ?? '')}`, headers: {}, body: null }),
    subject: () => null,
    binds: () => null,
    outcome: ({ status, failure }) => (status === 200 ? 'ok' : failure === 'refused' ? 'fail' : 'info'),
    ...more,
  };
}

function factsOf(answer: Answer | null | undefined): { readonly complete: boolean; readonly facts: readonly Fact[] } {
  const entries = (answer?.body ?? null) as unknown as readonly { readonly name: string; readonly state: string }[] | null;
  const none = { uid: null, owner: null, refs: [], blockedOn: null, revision: null, body: null };
  const facts = (entries ?? []).map(
    ({ name, state }): Fact => ({ layer: 'intent', key: `/entries/${name}`, kind: 'entry', state, motion: 'rest', ...none }),
  );
  return { complete: entries !== null, facts };
}

const named = (op: string, name: string) => ({ op, args: { name }, makes: null, rest: false });

function system(all: boolean): System {
  const open = () => hostOf(bookThatMends(all));
  return {
    name: 'book',
    worlds: ['sim'],
    kinds: [],
    operations: [
      operation('entry.put', 'PUT'),
      operation('entry.delete', 'DELETE', { verb: 'delete' }),
      operation('entries.list', 'GET', { verb: 'list' }),
    ],
    topology: () => topology,
    observe: () => [{ layer: 'intent', looks: [{ op: 'entries.list', args: {}, to: null }], read: ([answer]) => factsOf(answer) }],
    leader: null,
    setUp: () => [],
    canary: (name) => [named('entry.put', name), named('entry.delete', name)],
    janitor: (facts) => facts.map(({ key }) => named('entry.delete', key.slice('/entries/'.length))),
    bounds: { settle: 2_000_000, stay: 200_000, slo: 1_000_000, keyLife: 1_000_000, lag: 1_000_000 },
    defects: [],
    open: (_world, { seed }) =>
      simulate({
        topology,
        seed,
        nodes: [
          { id: 'book1', role: 'book', config: { mirror: 'mirror1' }, open },
          { id: 'mirror1', role: 'mirror', config: {}, open },
        ],
      }),
  };
}

const nothingIsHalf: Invariant<{ halves: string[]; looked: boolean }> = {
  name: 'book/nothing-is-half',
  id: null,
  claim: 'At rest no entry is half written.',
  needs: [],
  start: () => ({ halves: [], looked: false }),
  see: (seen, event) => {
    if (event.is !== 'facts' || event.moment !== 'rest') return seen;
    const halves = event.facts.filter(({ state }) => state === 'half').map(({ key }) => key);
    return { halves: [...seen.halves, ...halves], looked: true };
  },
  verdict: ({ halves, looked }) => {
    if (!looked) return { kind: 'unknown', reason: 'nobody looked at rest' };
    return verdictOf(halves.map((key) => ({ claim: 'half', signature: 'nothing-is-half', subjects: [key], events: [] })));
  },
};

/** There is no entry that only the last call of a journey makes. */
const nothingIsBad: Invariant<readonly string[]> = {
  name: 'book/nothing-is-bad',
  id: null,
  claim: 'No entry is bad.',
  needs: [],
  start: () => [],
  see: (seen, event) => (event.is === 'facts' ? [...seen, ...event.facts.map(({ key }) => key).filter((key) => key.endsWith(bad))] : seen),
  verdict: (seen) => verdictOf(seen.map((key) => ({ claim: 'bad', signature: 'nothing-is-bad', subjects: [key], events: [] }))),
};

function put(id: string, name: string): Call {
  return {
    is: 'call',
    id,
    lane: 'l',
    op: 'entry.put',
    args: { name },
    makes: null,
    after: null,
    attempts: 6,
    timeout: 100_000,
    rest: false,
  };
}

const walk: Plan = {
  schema: 1,
  scenario: 'book',
  system: 'book',
  seed: 'walk',
  knobs: {},
  steps: [put('s1', 'a'), put('s2', bad), put('s3', 'c')],
};

function scenario(all: boolean, more: Partial<Scenario> = {}): Scenario {
  return {
    name: 'book',
    claim: 'whatever',
    system: system(all),
    faults: [crashAtEffect, crashAtWrite, diskFailed, pause, ...networkFaults, ...lossyFaults, late],
    invariants: [nothingIsHalf],
    plan: () => walk,
    journeys: () => [walk],
    configuration: {},
    floors: { operations: 0, acceptedPercent: 0, faultKinds: 0, unknownPercentMax: 0 },
    runs: { sim: 1, real: 1 },
    ...more,
  };
}

async function sweep(more: Partial<SweepOptions> = {}) {
  const saved: Case[] = [];
  const events: SweepEvent[] = [];
  const report = await runSweep({
    scenario: scenario(true),
    world: 'sim',
    sample: null,
    directory: '',
    defects: [],
    journeys: null,
    seed: '1',
    timeMillis: null,
    pairs: 0,
    command: '',
    on: (event) => void events.push(event),
    save: (found) => `case ${saved.push(found)}`,
    jobs: 1,
    clock: () => performance.now(),
    signal: new AbortController().signal,
    breathe: () => setImmediate(),
    ...more,
  });
  return { report, saved, events };
}

const rowsOf = ({ rows }: SweepReport) => rows.map(({ where, verdict, why, hash }) => ({ where, verdict, why, hash }));

describe('a sweep of a book', () => {
  it('tries what each call leads to, and not the beats of its heart', async () => {
    const { report } = await sweep();
    const count = (effect: string, how: string) =>
      report.rows.filter((row) => row.effect === effect && row.how === how && row.fault !== 'pause').length;
    expect(report.journeys).to.have.length(1);
    expect(report.journeys[0]).to.include({ calls: 3, verdict: 'recovers' });
    // Three calls and the look at the end: a request and an answer each; and two writes and a message of each of the three.
    expect([
      count('request', 'it is lost'),
      count('reply', 'it is lost'),
      count('send', 'it is lost'),
      count('send', 'it comes twice'),
    ]).to.deep.equal([4, 4, 3, 3]);
    expect([count('persist', 'within it'), count('persist', 'before it'), count('persist', 'after it')]).to.deep.equal([6, 6, 6]);
    expect(report.rows.filter(({ where }) => where.includes('beat'))).to.deep.equal([]);
  });

  it('ends the journey after each of its calls, too', async () => {
    const { report } = await sweep({ scenario: scenario(true, { faults: [] }) });
    expect(report.rows.map(({ where, verdict }) => `${where}: ${verdict}`)).to.deep.equal([
      'nothing breaks, and the journey ends after s1 (entry.put): recovers',
      'nothing breaks, and the journey ends after s2 (entry.put): recovers',
    ]);
  });

  it('ends it after each but the last where nobody looks at the end, and makes no later call', async () => {
    const steps = [put('s1', 'a'), put('s2', 'b'), { ...put('s3', bad), attempts: 1, gone: true as const }];
    const given = scenario(true, { faults: [], journeys: () => [{ ...walk, steps }], invariants: [nothingIsBad] });
    const { report } = await sweep({ scenario: given });
    expect(report.rows.map(({ where, verdict }) => `${where}: ${verdict}`)).to.deep.equal([
      'nothing breaks, and the journey ends after s1 (entry.put): recovers',
      'nothing breaks, and the journey ends after s2 (entry.put): recovers',
    ]);
  });

  it('ends with every point where all is mended', async () => {
    const { report, saved, events } = await sweep();
    expect(report.rows.map(({ verdict }) => verdict)).to.deep.equal(report.rows.map(() => 'recovers'));
    expect(report).to.include({ points: report.rows.length, exit: 0, interrupted: false });
    expect(saved).to.deep.equal([]);
    expect(events.filter(({ is }) => is === 'row')).to.have.length(report.points);
    expect(events.map(({ is }) => is)).to.include.members(['journey', 'forecast']);
  });

  it('names every point between the two writes of the one entry that is not mended, and no other', async () => {
    const { report, saved } = await sweep({ scenario: scenario(false) });
    const failing = report.rows.filter(({ verdict }) => verdict === 'fails');
    expect(report.exit).to.equal(1);
    expect(new Set(failing.map(({ effect, how }) => `${how.replace(' it', '')} ${effect}`))).to.include.all.keys(
      'after persist',
      'before send',
      'after send',
      'before persist',
    );
    for (const { where, invariants, fault } of failing) {
      expect(where, where).to.match(/ after s2 \(entry\.put\) was sent$/);
      expect(where, where).to.match(/append of (meant|done)|\(entry\)/);
      expect(invariants).to.deep.equal(['book/nothing-is-half']);
      expect(fault).to.match(/^crash-at-/);
    }
    expect(saved.map(({ id }) => id)).to.have.length(new Set(saved.map(({ id }) => id)).size);
    expect(failing.map(({ file }) => file ?? '').toSorted()).to.deep.equal(saved.map((_, index) => `case ${index + 1}`).toSorted());
  });

  it('saves each as a plan that fails by itself, to the bit, and does not where all is mended', async () => {
    const { saved } = await sweep({ scenario: scenario(false) });
    expect(saved.length).to.be.above(3);
    for (const { plan, signature, hash } of saved) {
      const run = (all: boolean) => {
        const { system: its, faults, invariants } = scenario(all);
        return runPlan({ world: 'sim', system: its, plan, faults, invariants, defects: [], directory: '' });
      };
      const again = await run(false);
      expect(again.hash).to.equal(hash);
      expect(fails(again, signature)).to.equal(true);
      expect(fails(await run(true), signature)).to.equal(false);
    }
  });

  it('comes to the same twice, pairs and all', async () => {
    const [one, other] = [await sweep({ pairs: 12 }), await sweep({ pairs: 12 })];
    expect(rowsOf(other.report)).to.deep.equal(rowsOf(one.report));
    expect(other.report.pairs).to.deep.equal(one.report.pairs);
    expect(one.report.pairs).to.have.length(12);
    expect(one.report.pairs.some(({ where }) => where.includes('; then '))).to.equal(true);
  });

  it('counts no single fault for a pair: where nothing comes after the first, nobody knows', async () => {
    const { report } = await sweep({ pairs: 60 });
    const single = report.pairs.filter(({ where }) => !where.includes('; then '));
    expect(single.length).to.be.within(1, 20);
    expect(new Set(single.map(({ verdict, why }) => `${verdict}: ${why.join()}`))).to.deep.equal(
      new Set(['unknown: no second fault finds anything to break after it']),
    );
  });

  it('draws other pairs from another seed', async () => {
    const [one, other] = [await sweep({ pairs: 12 }), await sweep({ pairs: 12, seed: '2' })];
    expect(other.report.pairs.map(({ where }) => where)).to.not.deep.equal(one.report.pairs.map(({ where }) => where));
  });

  it('of a sample runs as many points as were asked for, from all over, the same for a seed', async () => {
    const [one, same, other] = [await sweep({ sample: 9 }), await sweep({ sample: 9 }), await sweep({ sample: 9, seed: '2' })];
    expect(one.report.rows).to.have.length(9);
    expect(one.report).to.include({ sample: 9, exit: 0 });
    expect(rowsOf(same.report)).to.deep.equal(rowsOf(one.report));
    expect(rowsOf(other.report)).to.not.deep.equal(rowsOf(one.report));
    const third = one.report.points / 9;
    for (const [nth, { point }] of one.report.rows.entries()) expect(point).to.be.within(Math.floor(nth * third), (nth + 1) * third);
  });

  it('that has no time left has run what it says, and says of how many', async () => {
    let now = 0;
    const { report } = await sweep({ timeMillis: 40, clock: () => now++ });
    expect(report.rows.length).to.be.within(1, report.points - 1);
    expect(report.exit).to.equal(0);
  });

  it('that is interrupted ends with what there is', async () => {
    const abort = new AbortController();
    const { report } = await sweep({
      signal: abort.signal,
      on: (event) => (event.is === 'row' && event.done === 5 ? abort.abort() : undefined),
    });
    expect(report).to.include({ interrupted: true, exit: 130 });
    expect(report.rows).to.have.length(5);
  });

  it('is hollow where there is no journey, and blames no fault for what is so without one', async () => {
    const nothing = await sweep({ scenario: scenario(true, { journeys: () => [] }) });
    expect(nothing.report).to.deep.include({ exit: 3, hollow: ['no point was run'] });
    const always: Invariant = { ...nothingIsHalf, start: () => ({ halves: ['/entries/x'], looked: true }) } as unknown as Invariant;
    const dirty = await sweep({ scenario: scenario(true, { invariants: [always] }) });
    expect(dirty.report).to.include({ exit: 1 });
    expect(new Set(dirty.report.rows.filter(({ verdict }) => verdict === 'fails').map(({ fault }) => fault))).to.deep.equal(
      new Set(['nothing']),
    );
    expect(dirty.report.journeys[0]).to.deep.include({ verdict: 'fails', why: ['nothing-is-half'], file: 'case 1' });
  });
});
