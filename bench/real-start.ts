import { tmpdir } from 'node:os';
import { scenarios } from '../scenarios/index.js';
import type { Plan } from '../src/contract/index.js';
import { percentile, type Row } from './row.js';

const times = 3;

/** How long it takes until eight processes and their proxies are up, and until nothing is left of them. */
export async function realStart(): Promise<readonly Row[]> {
  const system = scenarios.find(({ name }) => name === 'reference')?.system;
  if (system === undefined) throw new RangeError('there is a scenario called reference');
  const plan: Plan = { schema: 1, scenario: 'reference', system: 'reference', seed: 'bench', knobs: {}, steps: [] };
  const [starts, ends]: [number[], number[]] = [[], []];
  for (let time = 0; time < times; time++) {
    const begun = performance.now();
    const trial = await system.open('real', plan, { defects: [], directory: tmpdir() });
    const up = performance.now();
    await trial.close();
    starts.push((up - begun) / 1_000);
    ends.push((performance.now() - up) / 1_000);
  }
  return [
    { what: 'real cluster, until all are up, median', value: percentile(starts, 50), unit: 's', target: null },
    { what: 'real cluster, until nothing is left, median', value: percentile(ends, 50), unit: 's', target: null },
  ];
}
