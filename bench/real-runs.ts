import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenarios } from '../scenarios/index.js';
import { planOf, runPlan } from '../src/core/campaign/index.js';
import type { Row } from './row.js';

const runs = 2;

/** Whole runs of the main job on real processes, one after the other, from their start to their end, faults and canary included. */
export async function realRuns(): Promise<readonly Row[]> {
  const scenario = scenarios.find(({ name }) => name === 'reference');
  if (scenario === undefined) throw new RangeError('there is a scenario called reference');
  const { system, faults, invariants } = scenario;
  const directory = mkdtempSync(join(tmpdir(), 'topple-bench-'));
  let operations = 0;
  const begun = performance.now();
  try {
    for (let index = 0; index < runs; index++) {
      const plan = planOf(scenario, 'bench', index, 'light');
      const { tally } = await runPlan({ world: 'real', system, faults, invariants, defects: [], directory, plan });
      operations += tally.operations;
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  const seconds = (performance.now() - begun) / 1_000;
  return [
    { what: 'real run, from start to end, mean', value: seconds / runs, unit: 's', target: null },
    { what: 'operations in real, one run at a time', value: operations / seconds, unit: 'operations/s', target: null },
  ];
}
