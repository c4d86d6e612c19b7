// A sweep: every journey once undisturbed, and then once for every fault at every place where something passes that somebody caused.
import type { Plan, Scenario, SweepEvent, SweepForecast, SweepJourney, SweepReport, SweepRow } from '../../contract/index.js';
import { drawFrom, pick } from '../../world/index.js';
import { runPlan } from '../campaign/index.js';
import { type Case, caseId } from '../corpus/index.js';
import { journeysOf } from './journeys.js';
import { effectWord, nodeWords, pointWords } from './point-words.js';
import type { Point } from './points-of.js';
import { type Recorded, recordJourney } from './record-journey.js';
import { type SweepCrew, type SweepCrewOptions, sweepCrewHere } from './sweep-crew.js';
import { optionsFor, type PointResult, pointsIn, resultOf, type SweepJob } from './sweeper.js';

export interface SweepOptions {
  readonly scenario: Scenario;
  readonly defects: readonly string[];
  /** The names of those that are swept; null: all. */
  readonly journeys: readonly string[] | null;
  /** Decides which pairs are drawn, and the journeys of a scenario that has none of its own. */
  readonly seed: string;
  /** Null: until every point was run. */
  readonly timeMillis: number | null;
  /** Pairs of faults beside the single ones. Whole, at least 0. */
  readonly pairs: number;
  readonly command: string;
  readonly on: (event: SweepEvent) => void;
  /** Writes a case; returns the file's name. */
  readonly save: (found: Case) => string;
  /** Points at once. Whole, at least 1. What they come to does not depend on it. */
  readonly jobs: number;
  /** Makes a crew of threads; without it points are run in this thread. */
  readonly threads?: (options: SweepCrewOptions) => SweepCrew;
  /** Milliseconds since any origin. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly breathe: () => Promise<void>;
}

/** Points that are run first, from all over the journeys, so that one knows how long all will take; the first of them warm the machine up. */
const sampleMax = 32;
const warmUp = 8;
/** Rounds through the journeys, each with a share of the points: what a sweep that is stopped has done is from all over. */
const rounds = 6;
/** Cases that are saved. */
const casesMax = 500;

interface Prepared {
  readonly recorded: Recorded;
  readonly points: readonly Point[];
  readonly journey: SweepJourney;
}

interface Sweep {
  readonly options: SweepOptions;
  readonly prepared: readonly Prepared[];
  readonly crew: SweepCrew;
  readonly began: number;
  readonly rows: SweepRow[];
  readonly pairs: SweepRow[];
}

export async function runSweep(options: SweepOptions): Promise<SweepReport> {
  const began = options.clock();
  const prepared = await prepareAll(options);
  const crew = crewOf(options, prepared);
  const sweep: Sweep = { options, prepared, crew, began, rows: [], pairs: [] };
  try {
    await sweepAll(sweep);
  } finally {
    await crew.close();
  }
  return reportOf(sweep);
}

function crewOf(options: SweepOptions, prepared: readonly Prepared[]): SweepCrew {
  const { scenario, defects, jobs, signal, breathe, threads } = options;
  const journeys = prepared.map(({ recorded }) => recorded);
  const crew: SweepCrewOptions = { scenario, defects, journeys, jobs, signal, breathe };
  return jobs > 1 && threads !== undefined ? threads(crew) : sweepCrewHere(crew);
}

async function prepareAll(options: SweepOptions): Promise<readonly Prepared[]> {
  const prepared: Prepared[] = [];
  for (const plan of journeysOf(options.scenario, { seed: options.seed, only: options.journeys })) {
    if (options.signal.aborted) break;
    await options.breathe();
    const each = await prepare(options, plan);
    options.on({ is: 'journey', journey: each.journey });
    prepared.push(each);
  }
  return prepared;
}

/** What its undisturbed run violates counts for nothing at any point: whatever came of that, the fault need not be to blame. */
async function prepare(options: SweepOptions, plan: Plan): Promise<Prepared> {
  const run = optionsFor(options, plan);
  const { verdict, why, ...rest } = resultOf(await runPlan(run), { known: [], breaks: [], second: null });
  const recorded = await recordJourney(run, verdict === 'fails' ? why : []);
  const points = pointsIn(recorded, options.scenario);
  const journey: SweepJourney = {
    name: plan.seed,
    calls: plan.steps.filter((step) => step.is === 'call').length - 1,
    places: recorded.traced.length,
    points: points.length,
    verdict,
    why,
    file: verdict === 'fails' ? saved(options, { verdict, why, ...rest }) : null,
    plan,
  };
  return { recorded, points, journey };
}

async function sweepAll(sweep: Sweep): Promise<void> {
  const { options, rows } = sweep;
  const all = jobsOf(sweep.prepared);
  const sample = sampleOf(all);
  await runJobs(sweep, sample.slice(0, warmUp), rows, all.length);
  const from = options.clock();
  await runJobs(sweep, sample.slice(warmUp), rows, all.length);
  const asked = all.length > 0 ? options.pairs : 0;
  options.on({
    is: 'forecast',
    forecast: forecastOf(sweep, { all: all.length, asked, sampled: sample.length - warmUp, millis: options.clock() - from }),
  });
  const known = new Set(sample);
  const left = all.filter((job) => !known.has(job));
  const inRounds = Array.from({ length: rounds }, (_, round) => left.filter((_job, index) => index % rounds === round)).flat();
  await runJobs(sweep, inRounds, rows, all.length);
  await runJobs(sweep, pairsOf(sweep, all, asked), sweep.pairs, asked);
  rows.sort((a, b) => a.journey - b.journey || a.point - b.point);
}

function jobsOf(prepared: readonly Prepared[]): readonly SweepJob[] {
  return prepared.flatMap(({ points }, journey) => points.map((_, point) => ({ journey, point, second: null })));
}

function sampleOf(all: readonly SweepJob[]): readonly SweepJob[] {
  const stride = Math.max(1, Math.floor(all.length / sampleMax));
  return all.filter((_, index) => index % stride === 0).slice(0, sampleMax);
}

function pairsOf({ options: { seed }, prepared }: Sweep, all: readonly SweepJob[], count: number): readonly SweepJob[] {
  const draw = drawFrom(seed, 'pairs');
  const breaking = all.filter(({ journey, point }) => prepared[journey]?.points[point]?.broken !== null);
  if (breaking.length === 0) return [];
  return Array.from({ length: count }, (_, index): SweepJob => ({ ...pick(draw, 'first', breaking), second: `${seed} ${index}` }));
}

interface Measured {
  readonly all: number;
  readonly asked: number;
  readonly sampled: number;
  readonly millis: number;
}

/** A pair is two runs. */
function forecastOf({ options, prepared }: Sweep, { all, asked, sampled, millis }: Measured): SweepForecast {
  const millisPerPoint = sampled <= 0 ? 0 : millis / sampled;
  return {
    points: all,
    pairs: asked,
    journeys: prepared.length,
    sampled: Math.max(0, sampled),
    millisPerPoint,
    jobs: options.jobs,
    millis: millisPerPoint * (Math.max(0, all - sampled - warmUp) + 2 * asked),
  };
}

/** Hands out jobs as the crew has room, and takes results in order. */
async function runJobs(sweep: Sweep, jobs: readonly SweepJob[], into: SweepRow[], of: number): Promise<void> {
  const under: { readonly job: SweepJob; readonly result: Promise<PointResult | null> }[] = [];
  let next = 0;
  for (;;) {
    for (let job = jobs[next]; job !== undefined && under.length < sweep.crew.size && goesOn(sweep); job = jobs[next]) {
      const result = sweep.crew.run(job);
      // It is awaited in its turn; until then a failure must not count as unhandled.
      result.catch(() => undefined);
      under.push({ job, result });
      next++;
    }
    const oldest = under.shift();
    if (oldest === undefined) return;
    const result = await oldest.result;
    if (result === null) continue;
    const row = rowOf(sweep, oldest.job, result);
    into.push(row);
    sweep.options.on({ is: 'row', row, done: into.length, of });
  }
}

function goesOn({ options, began }: Sweep): boolean {
  if (options.signal.aborted) return false;
  return options.timeMillis === null || options.clock() - began < options.timeMillis;
}

function rowOf(sweep: Sweep, job: SweepJob, result: PointResult): SweepRow {
  const { recorded, points } = sweep.prepared[job.journey] as Prepared;
  const point = points[job.point] as Point;
  const { place } = point.traced;
  const words = pointWords(point, recorded.plan);
  const { verdict, why, invariants, hash } = result;
  return {
    journey: job.journey,
    point: job.point,
    node: nodeWords(place.node),
    effect: effectWord(place),
    fault: point.fault,
    how: point.how,
    where: result.second === null ? words : `${words}; then ${result.second}`,
    verdict,
    why,
    invariants,
    hash,
    file: verdict === 'fails' && casesSaved(sweep) < casesMax ? saved(sweep.options, result) : null,
  };
}

function casesSaved({ rows, pairs }: Sweep): number {
  return [...rows, ...pairs].filter(({ file }) => file !== null).length;
}

function saved({ scenario, defects, save }: SweepOptions, { plan, why, invariants, hash }: PointResult): string | null {
  const [signature = ''] = why;
  if (plan === null) return null;
  const breaks = plan.steps.filter((step) => step.is === 'break');
  return save({
    schema: 1,
    id: caseId(scenario.name, `${signature} ${plan.steps.length} ${JSON.stringify(breaks)}`, plan.seed),
    scenario: scenario.name,
    world: 'sim',
    defects,
    invariant: invariants[0] ?? signature,
    signature,
    hash,
    stepsBefore: plan.steps.length,
    reproduced: '1/1',
    plan,
  });
}

function reportOf({ options, prepared, rows, pairs, began }: Sweep): SweepReport {
  const { scenario, seed, defects, command, pairs: pairsAsked, signal } = options;
  const points = prepared.reduce((sum, each) => sum + each.points.length, 0);
  const hollow = hollowReasons(scenario, prepared, [...rows, ...pairs]);
  const journeys = prepared.map(({ journey }) => journey);
  const failed = [...journeys, ...rows, ...pairs].some(({ verdict }) => verdict === 'fails');
  const interrupted = signal.aborted;
  return {
    schema: 1,
    scenario: scenario.name,
    seed,
    defects,
    command,
    journeys,
    points,
    rows,
    pairsAsked,
    pairs,
    hollow,
    interrupted,
    wallMillis: options.clock() - began,
    exit: interrupted ? 130 : failed ? 1 : hollow.length > 0 ? 3 : 0,
  };
}

function hollowReasons({ floors }: Scenario, prepared: readonly Prepared[], rows: readonly SweepRow[]): readonly string[] {
  const unknowable = prepared.filter(({ journey }) => journey.verdict === 'unknown');
  const unknown = rows.filter(({ verdict }) => verdict === 'unknown').length;
  return [
    ...unknowable.map(({ journey }) => `nobody can judge journey ${journey.name} where nothing is broken: ${journey.why.join(', ')}`),
    ...(rows.length === 0 ? ['no point was run'] : []),
    ...(rows.length > 0 && (100 * unknown) / rows.length > floors.unknownPercentMax
      ? [`${unknown} of ${rows.length} points are unknown, the ceiling is ${floors.unknownPercentMax} %`]
      : []),
  ];
}
