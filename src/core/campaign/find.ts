// A violation becomes a finding: saved first, then shrunk, then repeated.
import type { Finding, Plan, World } from '../../contract/index.js';
import { type Case, caseId } from '../corpus/index.js';
import { shrinkPlan } from '../shrinker/index.js';
import type { CampaignOptions } from './campaign.js';
import { type RunResult, runPlan } from './run-plan.js';
import { fails, type Seen, violationsOf } from './violations.js';

/** Most evaluations for one shrink, by world: a real one takes seconds each. */
const evaluationsMax: Readonly<Record<World, number>> = { sim: 400, real: 24 };
const repeats = 3;

export interface Found extends Seen {
  readonly index: number;
  readonly result: RunResult;
}

export async function find(options: CampaignOptions, found: Found): Promise<Finding> {
  const { scenario, world, defects } = options;
  const { violation, invariant, result } = found;
  const id = caseId(scenario.name, violation.signature, result.plan.seed);
  const caseOf = (plan: Plan, reproduced: string, hash: number | null): Case => ({
    schema: 1,
    id,
    scenario: scenario.name,
    world,
    defects,
    invariant: invariant.name,
    signature: violation.signature,
    hash,
    stepsBefore: result.plan.steps.length,
    reproduced,
    plan,
  });
  options.save(caseOf(result.plan, '1/1', result.hash));
  const shrunk = await shrinkPlan(result.plan, {
    fails: async (plan) => fails(await again(options, plan), violation.signature),
    faults: scenario.faults,
    evaluationsMax: evaluationsMax[world],
    signal: options.signal,
    onBetter: (plan, evaluations) => {
      options.save(caseOf(plan, '1/1', null));
      options.on({ is: 'shrinking', invariant: invariant.name, steps: plan.steps.length, evaluations });
    },
  });
  const last = await repeat(options, shrunk.plan, violation.signature);
  const final = last.failing ?? result;
  const file = options.save(caseOf(final.plan, `${last.count}/${repeats}`, final.hash));
  const shown = violationsOf(final).find((each) => each.violation.signature === violation.signature)?.violation ?? violation;
  return {
    id,
    scenario: scenario.name,
    world,
    invariant: invariant.name,
    invariantId: invariant.id,
    violation: shown,
    run: found.index,
    defects,
    plan: final.plan,
    stepsBefore: result.plan.steps.length,
    evaluations: shrunk.evaluations,
    reproduced: last.count,
    repeats,
    hash: final.hash,
    events: final.events,
    file,
    replay: `npx topple replay ${file}`,
  };
}

async function again(options: CampaignOptions, plan: Plan): Promise<RunResult> {
  await options.breathe();
  const { scenario, world, defects, directory, signal } = options;
  const { system, faults, invariants } = scenario;
  return runPlan({ world, system, plan, faults, invariants, defects, directory, signal });
}

async function repeat(
  options: CampaignOptions,
  plan: Plan,
  signature: string,
): Promise<{ readonly count: number; readonly failing: RunResult | null }> {
  let count = 0;
  let failing: RunResult | null = null;
  for (let time = 0; time < repeats && !options.signal.aborted; time++) {
    const result = await again(options, plan);
    if (!fails(result, signature)) continue;
    count++;
    failing = result;
  }
  return { count, failing };
}
