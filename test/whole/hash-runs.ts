// Prints the rolling hash of runs of a scenario in the simulator, one a line: `node hash-runs.js SCENARIO SEED COUNT`. Two processes print the same,
// unless the scenario is `late-pair`: a pair with a primary that looks at the real clock.
import { scenarios } from '../../scenarios/index.js';
import { planOf, runPlan } from '../../src/core/campaign/index.js';
import { latePair } from './late-pair.js';

const [name = '', seed = '', count = '1'] = process.argv.slice(2);
const scenario = [...scenarios, latePair].find((each) => each.name === name);
if (scenario === undefined) throw new RangeError(`no scenario is called ${name}`);
const { system, faults } = scenario;
for (let index = 0; index < Number(count); index++) {
  const plan = planOf(scenario, seed, index, 'light');
  const { hash, events } = await runPlan({ world: 'sim', system, faults, invariants: [], defects: [], directory: '', plan });
  process.stdout.write(`${index} ${String(hash)} ${events.length}\n`);
}
