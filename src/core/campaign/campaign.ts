// A campaign: many runs of one scenario, each drawn from the campaign's seed and its own index; every distinct failure saved, shrunk and repeated.
import type { CampaignEvent, CampaignStart, Finding, Intensity, RunSummary, Scenario, Tally, World } from '../../contract/index.js';
import type { Case } from '../corpus/index.js';
import { hollowReasons, mergeTallies } from '../coverage/index.js';
import { type Crew, type CrewOptions, crewHere } from './crew.js';
import { isExcuse } from './excuse.js';
import { find } from './find.js';
import type { RunResult } from './run-plan.js';
import { violationsIn, violationsOf } from './violations.js';

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
  /** Runs at once. Whole, at least 1. What is found in the simulator does not depend on it. */
  readonly jobs: number;
  /** Makes a crew of threads for the simulator; without it, simulated runs go on in this thread, one after the other. */
  readonly threads?: (options: CrewOptions) => Crew;
  /** Milliseconds since any origin; a campaign is bounded by it. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
  /** Lets the rest of the program have a turn. */
  readonly breathe: () => Promise<void>;
}

export interface CampaignResult {
  readonly runs: number;
  readonly findings: readonly Finding[];
  readonly hollow: readonly string[];
  readonly tally: Tally;
  readonly interrupted: boolean;
  readonly exit: 0 | 1 | 3 | 130;
}

interface Progress {
  runs: number;
  unknowns: number;
  tally: Tally;
  readonly findings: Finding[];
  readonly signatures: Set<string>;
}

interface Campaign {
  readonly options: CampaignOptions;
  readonly crew: Crew;
  readonly began: number;
  readonly progress: Progress;
}

export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const began = options.clock();
  const progress: Progress = { runs: 0, unknowns: 0, tally: { sums: new Map(), maxima: new Map() }, findings: [], signatures: new Set() };
  options.on({ is: 'campaign-start', ...startOf(options) });
  const crew = crewOf(options);
  try {
    await runAll({ options, crew, began, progress });
  } finally {
    await crew.close();
  }
  return finishCampaign(options, progress, began);
}

function crewOf(options: CampaignOptions): Crew {
  return options.world === 'sim' && options.jobs > 1 && options.threads !== undefined ? options.threads(options) : crewHere(options);
}

/** Hands out indices as the crew has room, and takes results in order: so a finding ends the campaign at the same run for any number of jobs. */
async function runAll(campaign: Campaign): Promise<void> {
  const { options, crew } = campaign;
  const { index: first, count: stride } = options.shard;
  const under: { readonly index: number; readonly result: Promise<RunResult | null> }[] = [];
  let next = first;
  for (;;) {
    while (under.length < crew.size && goesOn(campaign, next)) {
      const result = crew.run(next);
      // It is awaited in its turn; until then a failure must not count as unhandled.
      result.catch(() => undefined);
      under.push({ index: next, result });
      next += stride;
    }
    const oldest = under.shift();
    if (oldest === undefined || campaign.progress.findings.length >= options.findingsMax) return;
    const result = await oldest.result;
    if (result !== null) await takeRun(campaign, oldest.index, result);
  }
}

function startOf(options: CampaignOptions): CampaignStart {
  const { seed, scenario, world, defects, configurationHash, runs, timeMillis, command } = options;
  return {
    seed,
    scenario: scenario.name,
    claim: scenario.claim,
    world,
    defects,
    configurationHash,
    runsPlanned: runs,
    timePlanned: timeMillis,
    command,
    floors: scenario.floors,
  };
}

function goesOn({ options, progress, began }: Campaign, index: number): boolean {
  if (options.signal.aborted || progress.findings.length >= options.findingsMax) return false;
  if (options.runs !== null && index >= options.runs) return false;
  return options.timeMillis === null || options.clock() - began < options.timeMillis;
}

async function takeRun({ options, progress }: Campaign, index: number, result: RunResult): Promise<void> {
  progress.runs++;
  // An excuse is no lack of proof.
  if (result.verdict.kind === 'unknown' && !isExcuse(result.verdict)) progress.unknowns++;
  progress.tally = mergeTallies(progress.tally, result.tally);
  const seen = violationsOf(result);
  options.on({ is: 'run-end', run: summaryOf(index, result, seen.length > 0), events: result.events });
  for (const { invariant, violation } of seen) {
    if (progress.signatures.has(violation.signature) || progress.findings.length >= options.findingsMax) continue;
    progress.signatures.add(violation.signature);
    const finding = await find(options, { index, result, invariant, violation });
    progress.findings.push(finding);
    options.on({ is: 'finding', finding });
  }
}

function summaryOf(index: number, result: RunResult, violated: boolean): RunSummary {
  const { verdict, tally, hash, plan } = result;
  const reasons = verdict.kind === 'unknown' ? [verdict.reason] : violationsIn(verdict).map((violation) => violation.signature);
  return {
    index,
    seed: plan.seed,
    verdict: violated ? 'violated' : verdict.kind,
    reasons,
    operations: tally.operations,
    faultsHit: tally.faultsHit,
    recovery: tally.recovery,
    hash,
    tally,
  };
}

function finishCampaign(options: CampaignOptions, progress: Progress, began: number): CampaignResult {
  const interrupted = options.signal.aborted;
  const hollow = hollowReasons(options.scenario.floors, progress.tally, progress.runs, progress.unknowns, options.intensity !== 'none');
  const exit = exitOf(progress.findings.length, hollow.length, interrupted);
  const { runs, tally, findings } = progress;
  options.on({
    is: 'campaign-end',
    runs,
    wallMillis: options.clock() - began,
    tally,
    findings: findings.length,
    hollow,
    interrupted,
    exit,
  });
  return { runs, findings, hollow, tally, interrupted, exit };
}

function exitOf(findings: number, hollow: number, interrupted: boolean): 0 | 1 | 3 | 130 {
  if (interrupted) return 130;
  if (findings > 0) return 1;
  return hollow > 0 ? 3 : 0;
}
