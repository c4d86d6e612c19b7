// A sweep: every journey once undisturbed, and then once for every fault at every place where something passes that somebody caused.
import type { Plan, Scenario, SweepEvent, SweepForecast, SweepJourney, SweepReport, SweepRow, World } from '../../contract/index.js';
import { drawFrom, pick } from '../../world/index.js';
import { runPlan } from '../campaign/index.js';
import { type Case, caseId } from '../corpus/index.js';
import { journeysOf, restId } from './journeys.js';
import { effectWord, nodeWords, pointWords } from './point-words.js';
import type { Point } from './points-of.js';
import { realWords } from './real-aim.js';
import { realAbilities, realCrew } from './real-crew.js';
import { type Recorded, recordJourney } from './record-journey.js';
import { reportOf } from './report-of.js';
import { spread } from './spread.js';
import { type SweepCrew, type SweepCrewOptions, sweepCrewHere } from './sweep-crew.js';
import { optionsFor, type PointResult, pointsIn, resultOf, type SweepJob } from './sweeper.js';

export interface SweepOptions {
  readonly scenario: Scenario;
  /** Where points are run. Their places are always those of the simulator. */
  readonly world: World;
  readonly defects: readonly string[];
  /** The names of those that are swept; null: all. */
  readonly journeys: readonly string[] | null;
  /** Decides which pairs are drawn, and the journeys of a scenario that has none of its own. */
  readonly seed: string;
  /** Null: until every point was run. */
  readonly timeMillis: number | null;
  /** Points that are run, drawn from the seed and from all over. Whole, at least 1; null: all. */
  readonly sample: number | null;
  /** Pairs of faults beside the single ones. Whole, at least 0; none in a real world. */
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
  /** Where a real world keeps its files; unused in the simulator. */
  readonly directory: string;
}

/** Points that are run first, from all over the journeys, so that one knows how long all will take; the first of them warm the machine up. */
const tries: Readonly<Record<World, { readonly most: number; readonly warmUp: number }>> = {
  sim: { most: 32, warmUp: 8 },
  real: { most: 5, warmUp: 1 },
};
/** Rounds through the journeys, each with a share of the points: what a sweep that is stopped has done is from all over. */
const rounds = 6;
/** Where time is short. */
const roundsInTime = 40;
/** Cases that are saved. */
const casesMax = 500;

/** A journey that is ready to be swept. */
export interface Prepared {
  readonly recorded: Recorded;
  readonly points: readonly Point[];
  /** Which of the points this world can be aimed at. */
  readonly aimed: readonly boolean[];
  readonly journey: SweepJourney;
}

/** A sweep as far as it has come. */
export interface Sweep {
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
  if (options.world === 'real') return realCrew({ ...crew, directory: options.directory });
  return jobs > 1 && threads !== undefined ? threads(crew) : sweepCrewHere(crew);
}

async function prepareAll(options: SweepOptions): Promise<readonly Prepared[]> {
  const prepared: Prepared[] = [];
  const plans = journeysOf(options.scenario, { seed: options.seed, only: options.journeys });
  const [first] = plans;
  const can = options.world === 'real' && first !== undefined ? await realAbilities(options, first, options.directory) : null;
  for (const plan of plans) {
    if (options.signal.aborted) break;
    await options.breathe();
    const each = await prepare(options, plan, can);
    options.on({ is: 'journey', journey: each.journey });
    prepared.push(each);
  }
  return prepared;
}

/** What its undisturbed run violates counts for nothing at any point: whatever came of that, the fault need not be to blame. */
async function prepare(options: SweepOptions, plan: Plan, can: ReadonlySet<string> | null): Promise<Prepared> {
  const run = optionsFor(options, plan);
  const { verdict, why, ...rest } = resultOf(await runPlan(run), { known: [], breaks: [], second: null });
  const recorded = await recordJourney(run, verdict === 'fails' ? why : []);
  const points = pointsIn(recorded, options.scenario);
  const needs = new Map(options.scenario.faults.map((fault) => [fault.name, fault.needs]));
  const aimed = points.map(({ fault }) => can === null || (needs.get(fault) ?? []).every((need) => can.has(need)));
  const journey: SweepJourney = {
    name: plan.seed,
    calls: plan.steps.filter((step) => step.is === 'call' && step.id !== restId).length,
    places: recorded.traced.length,
    points: aimed.filter(Boolean).length,
    verdict,
    why,
    file: verdict === 'fails' ? saved(options, { verdict, why, ...rest }) : null,
    plan,
  };
  return { recorded, points, aimed, journey };
}

async function sweepAll(sweep: Sweep): Promise<void> {
  const { options, rows } = sweep;
  const every = jobsOf(sweep.prepared);
  const all = options.sample === null ? every : spread(every, options.sample, drawFrom(options.seed, 'sample'));
  const { most, warmUp } = tries[options.world];
  const sample = tried(all, most);
  await runJobs(sweep, sample.slice(0, warmUp), rows, all.length);
  const from = options.clock();
  await runJobs(sweep, sample.slice(warmUp), rows, all.length);
  const asked = all.length > 0 ? options.pairs : 0;
  options.on({
    is: 'forecast',
    forecast: forecastOf(sweep, {
      all: all.length,
      asked,
      warmed: Math.min(warmUp, sample.length),
      sampled: sample.length - warmUp,
      millis: options.clock() - from,
    }),
  });
  const known = new Set(sample);
  const left = all.filter((job) => !known.has(job));
  const turns = options.timeMillis === null ? rounds : roundsInTime;
  const inRounds = Array.from({ length: turns }, (_, round) => left.filter((_job, index) => index % turns === round)).flat();
  await runJobs(sweep, inRounds, rows, all.length);
  await runJobs(sweep, pairsOf(sweep, all, asked), sweep.pairs, asked);
  rows.sort((a, b) => a.journey - b.journey || a.point - b.point);
}

function jobsOf(prepared: readonly Prepared[]): readonly SweepJob[] {
  return prepared.flatMap(({ aimed }, journey) => aimed.flatMap((isAimed, point) => (isAimed ? [{ journey, point, second: null }] : [])));
}

function tried(all: readonly SweepJob[], most: number): readonly SweepJob[] {
  const stride = Math.max(1, Math.floor(all.length / most));
  return all.filter((_, index) => index % stride === 0).slice(0, most);
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
  readonly warmed: number;
  readonly sampled: number;
  readonly millis: number;
}

/** A pair is two runs. */
function forecastOf({ options, prepared }: Sweep, { all, asked, warmed, sampled, millis }: Measured): SweepForecast {
  const millisPerPoint = sampled <= 0 ? 0 : millis / sampled;
  return {
    points: all,
    pairs: asked,
    journeys: prepared.length,
    sampled: Math.max(0, sampled),
    millisPerPoint,
    jobs: options.jobs,
    millis: millisPerPoint * (Math.max(0, all - sampled - warmed) + 2 * asked),
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
  const inSim = pointWords(point, recorded.plan);
  const words = sweep.options.world === 'real' ? realWords(point, recorded.plan, inSim) : inSim;
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

function saved({ scenario, defects, save, world }: SweepOptions, { plan, why, invariants, hash }: PointResult): string | null {
  const [signature = ''] = why;
  if (plan === null) return null;
  const breaks = plan.steps.filter((step) => step.is === 'break');
  return save({
    schema: 1,
    id: caseId(scenario.name, `${signature} ${plan.steps.length} ${JSON.stringify(breaks)}`, plan.seed),
    scenario: scenario.name,
    world,
    defects,
    invariant: invariants[0] ?? signature,
    signature,
    hash,
    stepsBefore: plan.steps.length,
    reproduced: '1/1',
    plan,
  });
}
