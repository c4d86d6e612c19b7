import { percentile, type Row } from '../row.js';
import { canPin, takeAllCores, takeLastCore } from './cores.js';
import { type Figures, measure, type Ports } from './measure.js';
import { type Origin, startOrigin } from './origin.js';
import { httpSetup, type Setup, setups } from './setups.js';
import { Subject } from './subject.js';

/** By name of the server, `direct` for none: its figures in each round. */
type Rounds = Map<string, Figures[]>;

/**
 * The embedded Toxiproxy beside the original (where that is on PATH) and beside no proxy at all. The servers take turns, round by round, so that whatever else
 * the machine does meets all of them; each is a process on the first core, what asks and answers is on the last. A ratio is the middle one of those of the rounds.
 */
export async function toxiproxyBeside(rounds: number): Promise<readonly Row[]> {
  const origin = await startOrigin();
  const subjects: Subject[] = [];
  takeLastCore();
  try {
    subjects.push(await Subject.embedded());
    const original = await Subject.original();
    if (original !== undefined) subjects.push(original);
    const rows: Row[] = [{ what: 'server and load on a core of their own', value: canPin ? 1 : 0, unit: '1 = yes', target: null }];
    const plain = await measureAll(origin, setups[0] as Setup, subjects, rounds);
    rows.push(...directRows(plain), ...rowsOf(setups[0] as Setup, plain));
    for (const setup of setups.slice(1)) rows.push(...rowsOf(setup, await measureAll(origin, setup, subjects, rounds)));
    rows.push(...httpRows(await measureAll(origin, httpSetup, subjects.slice(0, 1), rounds), plain));
    return rows;
  } finally {
    takeAllCores();
    for (const subject of subjects) subject.close();
    origin.close();
  }
}

async function measureAll(origin: Origin, setup: Setup, subjects: readonly Subject[], rounds: number): Promise<Rounds> {
  const figures: Rounds = new Map();
  const ports = new Map<Subject, Ports>();
  for (const subject of subjects) {
    const port = (name: string, upstream: number): Promise<number> =>
      subject.proxy(`${setup.name} ${name}`.replaceAll(/\W/g, '-'), upstream, setup.toxics);
    ports.set(subject, { answering: await port('answering', origin.answering), pouring: await port('pouring', origin.pouring) });
  }
  for (let round = 0; round <= rounds; round += 1) {
    const taken: [string, Figures][] = [['direct', await measure(origin, setup)]];
    for (const subject of subjects) taken.push([subject.name, await measure(ports.get(subject) as Ports, setup, subject)]);
    for (const [name, { cpuMicrosPerRequest, perSecond, cpuMicrosPerMebibyte }] of taken) {
      const costs = `${cpuMicrosPerRequest.toFixed(1)} µs a request, ${cpuMicrosPerMebibyte.toFixed(0)} µs a MiB`;
      process.stderr.write(`${setup.name}, round ${round}: ${name}: ${perSecond.toFixed(0)} requests/s, ${costs}\n`);
    }
    // The first round warms up.
    if (round > 0) for (const [name, one] of taken) figures.set(name, [...(figures.get(name) ?? []), one]);
  }
  return figures;
}

function directRows(rounds: Rounds): readonly Row[] {
  const direct = rounds.get('direct') ?? [];
  return [
    row('direct: requests, 16 clients', middle(direct, 'perSecond'), 'requests/s'),
    row('direct: one client, p50', middle(direct, 'aloneMicros'), 'µs'),
    row('direct: bulk', middle(direct, 'bulkPerSecond') / 1e6, 'MB/s'),
  ];
}

function rowsOf(setup: Setup, rounds: Rounds): readonly Row[] {
  const rows: Row[] = [];
  for (const [name, figures] of rounds) if (name !== 'direct') rows.push(...absolute(`${setup.name}, ${name}`, figures));
  const [direct, embedded, original] = [rounds.get('direct') ?? [], rounds.get('embedded') ?? [], rounds.get('original')];
  if (original === undefined) return rows;
  const ratio = (of: (one: Figures, direct: Figures) => number): number =>
    median(embedded.map((one, round) => of(one, direct[round] as Figures) / of(original[round] as Figures, direct[round] as Figures)));
  const added = (one: Figures, plain: Figures): number => one.aloneMicros - plain.aloneMicros - setup.meantMicros;
  const beside = `${setup.name}, embedded / original`;
  rows.push(
    row(
      `${beside}: processor time a request`,
      ratio((one) => one.cpuMicrosPerRequest),
      '×',
      '≤ 0.8',
    ),
  );
  rows.push(row(`${beside}: added p50, one client`, ratio(added), '×', '≤ 1'));
  rows.push(
    row(
      `${beside}: requests a second`,
      ratio((one) => one.perSecond),
      '×',
      '≥ 1',
    ),
  );
  rows.push(
    row(
      `${beside}: p99`,
      ratio((one) => one.p99Micros),
      '×',
    ),
  );
  rows.push(
    row(
      `${beside}: bulk`,
      ratio((one) => one.bulkPerSecond),
      '×',
      setup.isBulkFree ? '≥ 1.5' : undefined,
    ),
  );
  return rows;
}

function absolute(name: string, figures: readonly Figures[]): readonly Row[] {
  return [
    row(`${name}: requests`, middle(figures, 'perSecond'), 'requests/s'),
    row(`${name}: p50`, middle(figures, 'p50Micros'), 'µs'),
    row(`${name}: p99`, middle(figures, 'p99Micros'), 'µs'),
    row(`${name}: one client, p50`, middle(figures, 'aloneMicros'), 'µs'),
    row(`${name}: processor time a request`, middle(figures, 'cpuMicrosPerRequest'), 'µs'),
    row(`${name}: bulk`, middle(figures, 'bulkPerSecond') / 1e6, 'MB/s'),
    row(`${name}: processor time of bulk`, middle(figures, 'cpuMicrosPerMebibyte'), 'µs/MiB'),
  ];
}

function httpRows(http: Rounds, plain: Rounds): readonly Row[] {
  const [framed, bare] = [http.get('embedded') ?? [], plain.get('embedded') ?? []];
  const times = (key: keyof Figures): number => middle(framed, key) / middle(bare, key);
  return [
    ...absolute(`${httpSetup.name}, embedded`, framed),
    row('read as HTTP / not: processor time a request', times('cpuMicrosPerRequest'), '×'),
    row('read as HTTP / not: requests a second', times('perSecond'), '×'),
  ];
}

function row(what: string, value: number, unit: string, target?: string): Row {
  return { what, value, unit, target: target ?? null };
}

function middle(figures: readonly Figures[], key: keyof Figures): number {
  return median(figures.map((one) => one[key]));
}

function median(values: readonly number[]): number {
  return percentile(values, 50);
}
