// Carries out points of recorded journeys: forks the undisturbed run just before the step that a point hangs on, and lets the fork go on to its end. It walks
// forward from point to point, and begins anew where one lies behind it.
import type { Break, Plan, PointVerdict, Scenario } from '../../contract/index.js';
import { assert, drawFrom, pick } from '../../world/index.js';
import { type RunOptions, type RunResult, violationsOf } from '../campaign/index.js';
import { type Point, pointsOf } from './points-of.js';
import { pointWords } from './point-words.js';
import { anchorOf, type Recorded } from './record-journey.js';
import { bit, planWith, runOn } from './run-point.js';
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
  /** What was broken, and the second of a pair in words. */
  readonly breaks: readonly Break[];
  readonly second: string | null;
}

/** Names of the breaks in a plan. */
const firstId = 'x1';
const secondId = 'x2';

export function pointsIn(recorded: Recorded, { faults, system }: Scenario): readonly Point[] {
  return pointsOf(recorded, { faults, stay: system.bounds.stay, id: firstId });
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

  private async runOne(journey: number, point: Point): Promise<PointResult> {
    const breaks = [point.broken];
    return resultOf(await this.runBroken(journey, point, breaks), breaks, null);
  }

  /** The second fault is drawn among what the run with the first one does from then on, and so is at a place that is there. */
  private async runPair(journey: number, point: Point, seed: string): Promise<PointResult> {
    const { plan } = this.recorded(journey);
    const { result, after } = await this.runWatched(journey, point);
    const drawn = after.length === 0 || violationsOf(result).length > 0 ? undefined : pick(drawFrom(seed, 'second'), 'point', after);
    if (drawn === undefined) return resultOf(result, [point.broken], null);
    const both = [point.broken, drawn.broken];
    return resultOf(await this.runBroken(journey, point, both), both, pointWords(drawn, plan));
  }

  private async runWatched(journey: number, point: Point) {
    const { plan, quiet } = this.recorded(journey);
    const { scenario } = this.setting;
    const options = this.optionsFor(planWith(plan, [point.broken]));
    const standing = (await this.walkTo(journey, point.turn)).fork(options.plan);
    const tracer = new Tracer(scenario.system.topology(plan.knobs), new Set(quiet));
    standing.trial.watch?.(tracer);
    const result = await runOn(standing, options);
    const healed = result.events.find((event) => event.is === 'phase' && event.phase === 'heal')?.at ?? Infinity;
    const traced = tracer.traced.filter(({ at }) => at > point.traced.at && at < healed);
    const anchors = [...standing.c.passed].map(([name, at]) => anchorOf(name, at, point.turn));
    const after = pointsOf({ anchors, traced }, { faults: scenario.faults, stay: scenario.system.bounds.stay, id: secondId });
    return { result, after };
  }

  private async runBroken(journey: number, { turn }: Point, breaks: readonly Break[]): Promise<RunResult> {
    const options = this.optionsFor(planWith(this.recorded(journey).plan, breaks));
    return runOn((await this.walkTo(journey, turn)).fork(options.plan), options);
  }

  private async walkTo(journey: number, turn: number): Promise<Walk> {
    if (this.walk === null || this.walk.journey !== journey || this.walk.walk.turn > turn) {
      await this.walk?.walk.trial.close();
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

/** What a run comes to; nothing counts that found nothing to break. */
export function resultOf(result: RunResult, breaks: readonly Break[], second: string | null): PointResult {
  const seen = violationsOf(result);
  const { verdict, hash } = result;
  const idle = breaks.find((broken) => !bit(result.events, broken));
  const unknown = verdict.kind === 'unknown' ? verdict.reason : idle === undefined ? null : `${idle.fault} found nothing to break`;
  const why = seen.length > 0 ? seen.map(({ violation }) => violation.signature) : unknown === null ? [] : [unknown];
  const invariants = [...new Set(seen.map(({ invariant }) => invariant.name))];
  return { verdict: seen.length > 0 ? 'fails' : unknown === null ? 'recovers' : 'unknown', why, invariants, hash, breaks, second };
}
