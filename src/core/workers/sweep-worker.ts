// A thread that carries out points of a sweep, one after the other.
import { parentPort, workerData } from 'node:worker_threads';
import type { Scenario } from '../../contract/index.js';
import { assert } from '../../world/index.js';
import { Sweeper } from '../sweep/sweeper.js';
import type { SweepThreadJob, SweepThreadResult, SweepThreadSetting } from './sweep-job.js';

const { module, given, scenario: name, defects, journeys } = workerData as SweepThreadSetting;
const { scenariosWith } = (await import(module)) as { scenariosWith(given: unknown): readonly Scenario[] };
const scenario = scenariosWith(given).find((each) => each.name === name);
assert(scenario !== undefined, `workers: ${module} has the scenario ${name}`);
const sweeper = new Sweeper({ scenario, defects, journeys });
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (message: SweepThreadJob) => {
  last = last.then(() => carryOut(message));
});

async function carryOut({ number, job }: SweepThreadJob): Promise<void> {
  const result: SweepThreadResult = { number, result: await sweeper.run(job) };
  parentPort?.postMessage(result);
}
