// A thread that carries out simulated runs by their index.
import { planOf } from '../campaign/plan-of-run.js';
import { runPlan } from '../campaign/run-plan.js';
import { carryOut } from './carry-out.js';
import { type JobSetting, jobResult } from './job.js';
import { scenarioHere } from './scenario-here.js';

const { scenario, setting } = await scenarioHere<JobSetting>();
const { seed, intensity, defects } = setting;
const { system, faults, invariants } = scenario;
const known = new Set<string>();

carryOut(async (index: number) => {
  const plan = planOf(scenario, seed, index, intensity);
  const result = await runPlan({ world: 'sim', system, faults, invariants, defects, directory: '', plan });
  return jobResult(index, result, known);
});
