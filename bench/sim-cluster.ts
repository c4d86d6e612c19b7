import { scenarios } from '../scenarios/index.js';
import type { Command, Happening, Plan, Trial } from '../src/contract/index.js';
import type { SimulatedTrial } from '../src/core/simulator/index.js';
import { bytesOf, type Micros } from '../src/world/index.js';
import { percentile, type Row } from './row.js';

const virtualSeconds = 60;
const writesPerSecond = 20;
const forks = 100;
const stretchSeconds = 0.2;

/** The whole simulated cluster under writes: inputs a second, virtual against real time, and what a fork costs. */
export async function simCluster(): Promise<readonly Row[]> {
  const system = scenarios.find(({ name }) => name === 'reference')?.system;
  if (system === undefined) throw new RangeError('there is a scenario called reference');
  const plan: Plan = { schema: 1, scenario: 'reference', system: 'reference', seed: 'bench', knobs: {}, steps: [] };
  const trial = (await system.open('sim', plan, { defects: [], directory: '' })) as SimulatedTrial;
  await writeFor(trial, 10, 0);
  const [steps, begun] = [trial.steps, performance.now()];
  await writeFor(trial, virtualSeconds, 1_000);
  const seconds = (performance.now() - begun) / 1_000;
  return [
    { what: 'simulated cluster, one core', value: (trial.steps - steps) / seconds, unit: 'inputs/s', target: '≥ 700,000 events/s' },
    { what: `simulated cluster at ${writesPerSecond} writes/s`, value: virtualSeconds / seconds, unit: '× real time', target: '≥ 800' },
    ...(await forkRows(trial)),
  ];
}

async function writeFor(trial: Trial, seconds: number, from: number): Promise<void> {
  const end: Micros = trial.now + seconds * 1_000_000;
  let next = trial.now;
  let id = from;
  while (trial.now < end) {
    if (trial.now >= next) {
      trial.do(write(++id));
      next += 1_000_000 / writesPerSecond;
    }
    const happening: Happening | Promise<Happening> = trial.next(Math.min(next, end));
    if (happening instanceof Promise) await happening;
  }
}

function write(id: number): Command {
  const name = `p${id % 50}`;
  const body = bytesOf(JSON.stringify({ metadata: { name, description: `${id}` }, spec: {} }));
  const request = { method: 'PUT', path: `/v2/projects/${name}`, headers: { 'content-type': 'application/json' }, body };
  return { do: 'request', id, to: 'gateway1', request, timeout: 1_000_000, direct: true };
}

/** A fork shares its tables until one side writes them, so its own figure is not the whole price: how much slower a fork begins than it goes on is a row of its own. */
async function forkRows(trial: SimulatedTrial): Promise<readonly Row[]> {
  const [forking, first, next]: [number[], number[], number[]] = [[], [], []];
  for (let index = 0; index < forks; index++) {
    let fork: Trial = trial;
    forking.push(await millisOf(() => void (fork = trial.fork(String(index)))));
    first.push(await millisOf(() => writeFor(fork, stretchSeconds, 1_000_000)));
    next.push(await millisOf(() => writeFor(fork, stretchSeconds, 2_000_000)));
  }
  const later = percentile(first, 50) - percentile(next, 50);
  return [
    {
      what: 'fork of a cluster with 50 projects, tables shared, median',
      value: percentile(forking, 50),
      unit: 'ms',
      target: '≤ 0.2 of gms.yaml',
    },
    { what: 'first 200 virtual ms of a fork, above the next 200, medians', value: later, unit: 'ms', target: null },
  ];
}

async function millisOf(act: () => void | Promise<void>): Promise<number> {
  const begun = performance.now();
  await act();
  return performance.now() - begun;
}
