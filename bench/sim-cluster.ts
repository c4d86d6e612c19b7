import { scenarios } from '../scenarios/index.js';
import type { Command, Happening, Plan, Trial } from '../src/contract/index.js';
import type { SimulatedTrial } from '../src/core/simulator/index.js';
import { bytesOf, type Micros } from '../src/world/index.js';
import { percentile, type Row } from './row.js';

const virtualSeconds = 60;
const writesPerSecond = 20;
const forks = 300;

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
    { what: 'fork of the whole cluster, median', value: forkMillis(trial), unit: 'ms', target: '≤ 0.2' },
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

function forkMillis(trial: SimulatedTrial): number {
  const times = Array.from({ length: forks }, (_, index) => {
    const begun = performance.now();
    trial.fork(String(index));
    return performance.now() - begun;
  });
  return percentile(times, 50);
}
