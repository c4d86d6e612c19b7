// A campaign: many runs of one scenario, each drawn from the campaign's seed and its own index; every distinct failure saved, shrunk and repeated.
import type { CampaignEvent, CampaignStart, Finding, Intensity, Plan, RunSummary, Scenario, Tally, Verdict, Violation, World } from '../../contract/index.js';
import { drawFrom, finish, hashText } from '../../world/index.js';
import { type Case, caseId } from '../corpus/index.js';
import { hollowReasons, mergeTallies } from '../coverage/index.js';
import { shrinkPlan } from '../shrinker/index.js';
import { type RunResult, runPlan } from './run-plan.js';

export interface CampaignOptions {
  readonly scenario: Scenario;
  readonly world: World;
  readonly seed: string;
  /** Null: no limit but the other one. */
  readonly runs: number | null;
  readonly timeMillis: number | null;
  readonly intensity: Intensity;
  readonly defects: readonly string[];
  /** Only runs whose index is `shard.index` modulo `shard.count`. */
  readonly shard: { readonly index: number; readonly count: number };
  /** Stop after this many distinct findings. */
  readonly findingsMax: number;
  readonly command: string;
  readonly configurationHash: string;
  readonly on: (event: CampaignEvent) => void;
  /** Writes a case before and after it is shrunk; returns the file's name. */
  readonly save: (found: Case) => string;
  readonly directory: string;
  /** Milliseconds since any origin; a campaign is bounded by it. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

export interface CampaignResult {
  readonly runs: number;
  readonly findings: readonly Finding[];
  readonly hollow: readonly string[];
  readonly tally: Tally;
  readonly interrupted: boolean;
  readonly exit: 0 | 1 | 3 | 130;
}

/** Most evaluations for one shrink, by world: a real one takes seconds each. */
const evaluationsMax: Readonly<Record<World, number>> = { sim: 400, real: 24 };
const repeats: Readonly<Record<World, number>> = { sim: 3, real: 3 };

interface Progress {
  runs: number;
  unknowns: number;
  tally: Tally;
  readonly findings: Finding[];
  readonly signatures: Set<string>;
}

export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const began = options.clock();
  const progress: Progress = { runs: 0, unknowns: 0, tally: { sums: new Map(), maxima: new Map() }, findings: [], signatures: new Set() };
  options.on({ is: 'campaign-start', ...startOf(options) });
  for (let index = options.shard.index; goesOn(options, progress, began, index); index += options.shard.count) await oneRun(options, progress, index);
  return finishCampaign(options, progress, began);
}

function startOf(options: CampaignOptions): CampaignStart {
  const { seed, scenario, world, defects, configurationHash, runs, timeMillis, command } = options;
  return { seed, scenario: scenario.name, claim: scenario.claim, world, defects, configurationHash, runsPlanned: runs, timePlanned: timeMillis, command, floors: scenario.floors };
}

function goesOn(options: CampaignOptions, progress: Progress, began: number, index: number): boolean {
  if (options.signal.aborted || progress.findings.length >= options.findingsMax) return false;
  if (options.runs !== null && index >= options.runs) return false;
  return options.timeMillis === null || options.clock() - began < options.timeMillis;
}

/** The seed of run `index` of a campaign: it depends on nothing else, so that shards and jobs agree. */
export function runSeed(seed: string, index: number): string {
  const high = finish(hashText(index, seed));
  const low = finish(hashText(high, `${seed}/${index}`));
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

/** The plan of run `index`. */
export function planOf(scenario: Scenario, seed: string, index: number, intensity: Intensity): Plan {
  const own = runSeed(seed, index);
  return scenario.plan(drawFrom(own, 'plan'), own, intensity, index);
}

async function oneRun(options: CampaignOptions, progress: Progress, index: number): Promise<void> {
  const plan = planOf(options.scenario, options.seed, index, options.intensity);
  const result = await run(options, plan);
  if (result.interrupted) return;
  progress.runs++;
  if (result.verdict.kind === 'unknown') progress.unknowns++;
  progress.tally = mergeTallies(progress.tally, result.tally);
  const seen = violationsOf(result);
  options.on({ is: 'run-end', run: summaryOf(index, result, seen.length > 0), events: result.events });
  for (const { invariant, violation } of seen) {
    if (progress.signatures.has(violation.signature) || progress.findings.length >= options.findingsMax) continue;
    progress.signatures.add(violation.signature);
    const finding = await findingOf(options, { index, result, invariant, violation });
    progress.findings.push(finding);
    options.on({ is: 'finding', finding });
  }
}

function run(options: CampaignOptions, plan: Plan): Promise<RunResult> {
  const { scenario, world, defects, directory, signal } = options;
  return runPlan({ world, system: scenario.system, plan, faults: scenario.faults, invariants: scenario.invariants, defects, directory, signal });
}

interface Seen {
  readonly invariant: { readonly name: string; readonly id: string | null };
  readonly violation: Violation;
}

/** The violations that count: none in a run that proves nothing because the machine lagged. */
export function violationsOf(result: RunResult): readonly Seen[] {
  if (result.verdict.kind !== 'violated') return [];
  const seen: Seen[] = result.judged.flatMap(({ invariant, verdict }) => violationsIn(verdict).map((violation) => ({ invariant, violation })));
  const known = new Set(seen.map(({ violation }) => violation));
  const others = violationsIn(result.verdict).filter((violation) => !known.has(violation));
  return [...seen, ...others.map((violation) => ({ invariant: { name: violation.signature, id: null }, violation }))];
}

function violationsIn(verdict: Verdict): readonly Violation[] {
  return verdict.kind === 'violated' ? verdict.why : [];
}

function summaryOf(index: number, result: RunResult, violated: boolean): RunSummary {
  const { verdict, tally, hash, plan } = result;
  const reasons = verdict.kind === 'unknown' ? [verdict.reason] : violationsIn(verdict).map((violation) => violation.signature);
  return { index, seed: plan.seed, verdict: violated ? 'violated' : verdict.kind, reasons, operations: tally.operations, faultsHit: tally.faultsHit, recovery: tally.recovery, hash, tally };
}

interface Found extends Seen {
  readonly index: number;
  readonly result: RunResult;
}

async function findingOf(options: CampaignOptions, found: Found): Promise<Finding> {
  const { scenario, world, defects } = options;
  const { violation, invariant, result } = found;
  const id = caseId(scenario.name, violation.signature, result.plan.seed);
  const stepsBefore = result.plan.steps.length;
  const caseOf = (plan: Plan, reproduced: string, hash: number | null): Case => ({
    schema: 1,
    id,
    scenario: scenario.name,
    world,
    defects,
    invariant: invariant.name,
    signature: violation.signature,
    hash,
    stepsBefore,
    reproduced,
    plan,
  });
  options.save(caseOf(result.plan, '1/1', result.hash));
  const shrunk = await shrinkPlan(result.plan, {
    fails: async (plan) => fails(await run(options, plan), violation.signature),
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
  const plan = last.failing === null ? result.plan : shrunk.plan;
  const file = options.save(caseOf(plan, `${last.count}/${repeats[world]}`, final.hash));
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
    plan,
    stepsBefore,
    evaluations: shrunk.evaluations,
    reproduced: last.count,
    repeats: repeats[world],
    hash: final.hash,
    events: final.events,
    file,
    replay: `npx topple replay ${file}`,
  };
}

/** Whether a run shows the violation with this signature. */
export function fails(result: RunResult, signature: string): boolean {
  return violationsOf(result).some(({ violation }) => violation.signature === signature);
}

async function repeat(options: CampaignOptions, plan: Plan, signature: string): Promise<{ readonly count: number; readonly failing: RunResult | null }> {
  let count = 0;
  let failing: RunResult | null = null;
  for (let time = 0; time < repeats[options.world] && !options.signal.aborted; time++) {
    const result = await run(options, plan);
    if (!fails(result, signature)) continue;
    count++;
    failing = result;
  }
  return { count, failing };
}

function finishCampaign(options: CampaignOptions, progress: Progress, began: number): CampaignResult {
  const interrupted = options.signal.aborted;
  const hollow = hollowReasons(options.scenario.floors, progress.tally, progress.runs, progress.unknowns, options.intensity !== 'none');
  const exit = exitOf(progress.findings.length, hollow.length, interrupted);
  const { runs, tally, findings } = progress;
  options.on({ is: 'campaign-end', runs, wallMillis: options.clock() - began, tally, findings: findings.length, hollow, interrupted, exit });
  return { runs, findings, hollow, tally, interrupted, exit };
}

function exitOf(findings: number, hollow: number, interrupted: boolean): 0 | 1 | 3 | 130 {
  if (findings > 0) return 1;
  if (interrupted) return 130;
  return hollow > 0 ? 3 : 0;
}
