// A thread that carries out simulated runs by their index, one after the other.
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../world/index.js';
import type { Scenario } from '../../contract/index.js';
import { planOf } from '../campaign/plan-of-run.js';
import { runPlan } from '../campaign/run-plan.js';
import { type JobSetting, jobResult } from './job.js';

const { module, given, scenario: name, seed, intensity, defects } = workerData as JobSetting;
const { scenariosWith } = (await import(module)) as { scenariosWith(given: unknown): readonly Scenario[] };
const scenario = scenariosWith(given).find((each) => each.name === name);
assert(scenario !== undefined, `workers: ${module} has the scenario ${name}`);
const { system, faults, invariants } = scenario;
const known = new Set<string>();
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (index: number) => {
  last = last.then(() => carryOut(index));
});

async function carryOut(index: number): Promise<void> {
  if (scenario === undefined) return;
  const plan = planOf(scenario, seed, index, intensity);
  const result = await runPlan({ world: 'sim', system, faults, invariants, defects, directory: '', plan });
  parentPort?.postMessage(jobResult(index, result, known));
}
