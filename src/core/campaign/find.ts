// A violation becomes a finding: saved first, then shrunk, then repeated. What happened in the real world is shrunk in the simulator where it happens there,
// too: a thousand times as fast, and what comes of it counts only when it fails in the real world again.
import type { Finding, Plan, World } from '../../contract/index.js';
import { type Case, caseId } from '../corpus/index.js';
import { type ShrinkResult, shrinkPlan } from '../shrinker/index.js';
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
  const onBetter = (plan: Plan, evaluations: number): void => {
    options.save(caseOf(plan, '1/1', null));
    options.on({ is: 'shrinking', invariant: invariant.name, steps: plan.steps.length, evaluations });
  };
  options.on({ is: 'shrinking', invariant: invariant.name, steps: result.plan.steps.length, evaluations: 0 });
  const scouted = await shrinkInSim(options, result.plan, violation.signature);
  let last = scouted === null ? none : await repeat(options, scouted.plan, violation.signature);
  let evaluations = scouted?.evaluations ?? 0;
  if (last.failing === null) {
    const shrunk = await shrink(options, { world, plan: result.plan, signature: violation.signature, onBetter });
    last = await repeat(options, shrunk.plan, violation.signature);
    evaluations += shrunk.evaluations;
  }
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
    evaluations,
    reproduced: last.count,
    repeats,
    hash: final.hash,
    events: final.events,
    file,
    replay: `npx topple replay ${file}`,
  };
}

interface ToShrink {
  readonly world: World;
  readonly plan: Plan;
  readonly signature: string;
  readonly onBetter: (plan: Plan, evaluations: number) => void;
}

function shrink(options: CampaignOptions, { world, plan, signature, onBetter }: ToShrink): Promise<ShrinkResult> {
  return shrinkPlan(plan, {
    fails: async (smaller) => fails(await again(options, world, smaller), signature),
    faults: options.scenario.faults,
    evaluationsMax: evaluationsMax[world],
    atOnce: world === 'real' ? options.jobs : 1,
    signal: options.signal,
    onBetter,
  });
}

/** Null where the run was in the simulator already, where the system has none, or where the plan does not fail there. */
async function shrinkInSim(options: CampaignOptions, plan: Plan, signature: string): Promise<ShrinkResult | null> {
  const { world, scenario } = options;
  if (world === 'sim' || !scenario.system.worlds.includes('sim')) return null;
  if (!fails(await again(options, 'sim', plan), signature)) return null;
  return shrink(options, { world: 'sim', plan, signature, onBetter: () => undefined });
}

async function again(options: CampaignOptions, world: World, plan: Plan): Promise<RunResult> {
  await options.breathe();
  const { scenario, defects, directory, signal } = options;
  const { system, faults, invariants } = scenario;
  return runPlan({ world, system, plan, faults, invariants, defects, directory, signal });
}

interface Repeated {
  readonly count: number;
  /** The last run that failed in this way. */
  readonly failing: RunResult | null;
}

const none: Repeated = { count: 0, failing: null };

async function repeat(options: CampaignOptions, plan: Plan, signature: string): Promise<Repeated> {
  const atOnce = options.world === 'real' ? Math.min(options.jobs, repeats) : 1;
  const failing: RunResult[] = [];
  for (let left = repeats; left > 0 && !options.signal.aborted; left -= atOnce) {
    const runs = Array.from({ length: Math.min(atOnce, left) }, () => again(options, options.world, plan));
    for (const result of await Promise.all(runs)) if (fails(result, signature)) failing.push(result);
  }
  return { count: failing.length, failing: failing.at(-1) ?? null };
}
