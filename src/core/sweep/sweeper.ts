// Carries out points of recorded journeys: forks the undisturbed run just before the step that a point hangs on, and lets the fork go on to its end. It walks
// forward from point to point, and begins anew where one lies behind it.
import type { Break, Plan, PointVerdict, Scenario } from '../../contract/index.js';
import { assert, drawFrom, pick } from '../../world/index.js';
import { type RunOptions, type RunResult, runPlan, violationsOf } from '../campaign/index.js';
import { endsOf, type Point, pointsOf } from './points-of.js';
import { pointWords } from './point-words.js';
import { anchorOf, type Recorded } from './record-journey.js';
import { bit, planUntil, planWith, runOn } from './run-point.js';
import { Tracer } from './tracer.js';
import { Walk } from './walk.js';

/** What all points of a sweep have in common. */
export interface SweepSetting {
  readonly scenario: Scenario;
  readonly defects: readonly string[];
  readonly journeys: readonly Recorded[];
}

/** A point; `second`: of a pair, the seed that draws the second among the places that come after the first. */
export interface SweepJob {
  readonly journey: number;
  readonly point: number;
  readonly second: string | null;
}

/** As it travels from thread to thread. */
export interface PointResult {
  readonly verdict: PointVerdict;
  readonly why: readonly string[];
  readonly invariants: readonly string[];
  readonly hash: number | null;
  /** What was run, where it fails: it is the bulk of a result. */
  readonly plan: Plan | null;
  /** The second of a pair in words. */
  readonly second: string | null;
}

/** Names of the breaks in a plan. */
const firstId = 'x1';
const secondId = 'x2';

export function pointsIn(recorded: Recorded, { faults, system }: Scenario): readonly Point[] {
  return [...endsOf(recorded, recorded.plan), ...pointsOf(recorded, { faults, stay: system.bounds.stay, id: firstId })];
}

export class Sweeper {
  private readonly setting: SweepSetting;
  private readonly points = new Map<number, readonly Point[]>();
  private walk: { readonly journey: number; readonly walk: Walk } | null = null;

  constructor(setting: SweepSetting) {
    this.setting = setting;
  }

  async run({ journey, point: index, second }: SweepJob): Promise<PointResult> {
    const point = this.pointsOf(journey)[index];
    assert(point !== undefined, 'sweep: a job names a point');
    return second === null ? this.runOne(journey, point) : this.runPair(journey, point, second);
  }

  async close(): Promise<void> {
    await this.walk?.walk.trial.close();
    this.walk = null;
  }

  private async runOne(journey: number, point: Point): Promise<PointResult> {
    const { plan, known } = this.recorded(journey);
    if (point.broken !== null) return this.runBroken(journey, point, { known, breaks: [point.broken], second: null });
    const options = this.optionsFor(planUntil(plan, point.step));
    return resultOf(await runPlan(options), { known: [], breaks: [], second: null });
  }

  /** The second fault is drawn among what the run with the first one does from then on, and so is at a place that is there. */
  private async runPair(journey: number, point: Point, seed: string): Promise<PointResult> {
    assert(point.broken !== null, 'sweep: the first of a pair breaks something');
    const { plan, known } = this.recorded(journey);
    const { result, after } = await this.runWatched(journey, point, point.broken);
    const alone = resultOf(result, { known, breaks: [point.broken], second: null });
    if (alone.verdict === 'fails') return alone;
    if (after.length === 0) return { ...alone, verdict: 'unknown', why: ['no second fault finds anything to break after it'] };
    const drawn = pick(drawFrom(seed, 'second'), 'point', after);
    const breaks = [point.broken, ...(drawn.broken === null ? [] : [drawn.broken])];
    return this.runBroken(journey, point, { known, breaks, second: pointWords(drawn, plan) });
  }

  private async runWatched(journey: number, point: Point, broken: Break) {
    const { plan, quiet, looks } = this.recorded(journey);
    const { scenario } = this.setting;
    const options = this.optionsFor(planWith(plan, [broken]));
    const standing = (await this.walkTo(journey, point.turn)).fork(options.plan);
    const tracer = new Tracer(scenario.system.topology(plan.knobs), { quiet, looks });
    standing.trial.watch?.(tracer);
    const result = await runOn(standing, options);
    const healed = result.events.find((event) => event.is === 'phase' && event.phase === 'heal')?.at ?? Infinity;
    const traced = tracer.traced.filter(({ at }) => at > point.traced.at && at < healed);
    const anchors = [...standing.c.passed].map(([name, at]) => anchorOf(name, at, point));
    const after = pointsOf({ anchors, traced }, { faults: scenario.faults, stay: scenario.system.bounds.stay, id: secondId });
    return { result, after };
  }

  private async runBroken(journey: number, { turn }: Point, ran: Ran): Promise<PointResult> {
    const options = this.optionsFor(planWith(this.recorded(journey).plan, ran.breaks));
    return resultOf(await runOn((await this.walkTo(journey, turn)).fork(options.plan), options), ran);
  }

  private async walkTo(journey: number, turn: number): Promise<Walk> {
    if (this.walk === null || this.walk.journey !== journey || this.walk.walk.turn > turn) {
      await this.close();
      this.walk = { journey, walk: await Walk.begin(this.optionsFor(this.recorded(journey).plan)) };
    }
    const { walk } = this.walk;
    while (walk.turn < turn) await walk.step();
    return walk;
  }

  private pointsOf(journey: number): readonly Point[] {
    const known = this.points.get(journey) ?? pointsIn(this.recorded(journey), this.setting.scenario);
    this.points.set(journey, known);
    return known;
  }

  private recorded(journey: number): Recorded {
    const recorded = this.setting.journeys[journey];
    assert(recorded !== undefined, 'sweep: a job names a journey');
    return recorded;
  }

  private optionsFor(plan: Plan): RunOptions {
    return optionsFor(this.setting, plan);
  }
}

export function optionsFor({ scenario, defects }: Pick<SweepSetting, 'scenario' | 'defects'>, plan: Plan): RunOptions {
  const { system, faults, invariants } = scenario;
  return { world: 'sim', system, plan, faults, invariants, defects, directory: '' };
}

interface Ran {
  /** What counts for nothing, since it is so without a fault. */
  readonly known: readonly string[];
  readonly breaks: readonly Break[];
  readonly second: string | null;
}

/** What a run comes to; one whose fault found nothing to break proves nothing. */
export function resultOf(result: RunResult, { known, breaks, second }: Ran): PointResult {
  const seen = violationsOf(result).filter(({ violation }) => !known.includes(violation.signature));
  const { hash } = result;
  const unknown = unknownIn(result, breaks);
  const why = seen.length > 0 ? [...new Set(seen.map(({ violation }) => violation.signature))] : unknown === null ? [] : [unknown];
  const invariants = [...new Set(seen.map(({ invariant }) => invariant.name))];
  const verdict = seen.length > 0 ? 'fails' : unknown === null ? 'recovers' : 'unknown';
  return { verdict, why, invariants, hash, plan: verdict === 'fails' ? result.plan : null, second };
}

function unknownIn({ verdict, events }: RunResult, breaks: readonly Break[]): string | null {
  if (verdict.kind === 'unknown') return verdict.reason;
  const idle = breaks.find((broken) => !bit(events, broken));
  return idle === undefined ? null : `${idle.fault} found nothing to break`;
}
