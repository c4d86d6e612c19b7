import { scenarios } from '../scenarios/index.js';
import { planOf, runPlan } from '../src/core/campaign/index.js';
import type { Row } from './row.js';

const runs = 60;
const warmUp = 10;

/** Whole runs of the main job in the simulator, from a forked set-up to the canary, with every judge. Other work on the machine shows in the first row alone. */
export async function wholeRuns(): Promise<readonly Row[]> {
  const scenario = scenarios.find(({ name }) => name === 'reference');
  if (scenario === undefined) throw new RangeError('there is a scenario called reference');
  const { system, faults, invariants } = scenario;
  let [begun, events, hits, operations] = [0, 0, 0, 0];
  let used = process.cpuUsage();
  for (let index = -warmUp; index < runs; index++) {
    if (index === 0) [begun, used] = [performance.now(), process.cpuUsage()];
    const plan = planOf(scenario, 'bench', index + warmUp, 'light');
    const { events: history, tally } = await runPlan({ world: 'sim', system, faults, invariants, defects: [], directory: '', plan });
    if (index < 0) continue;
    events += history.length;
    hits += tally.faultsHit;
    operations += tally.operations;
  }
  const seconds = (performance.now() - begun) / 1_000;
  const { user } = process.cpuUsage(used);
  return [
    { what: 'whole runs in sim, from a forked set-up, judged, one core', value: runs / seconds, unit: 'runs/s', target: '≥ 200' },
    { what: 'processor time of such a run, compiling included', value: user / 1_000 / runs, unit: 'ms', target: '≤ 5' },
    { what: 'operations of a run, mean', value: operations / runs, unit: '', target: '30' },
    { what: 'faults of a run that hit, mean', value: hits / runs, unit: '', target: '≥ 2' },
    { what: 'entries of a history, mean', value: events / runs, unit: '', target: null },
  ];
}
