import type { Plan } from './operation.js';
import type { World } from './outcome.js';

/** What one point came to. `unknown`: nobody could judge, or the fault found nothing to break. */
export type PointVerdict = 'recovers' | 'fails' | 'unknown';

/** One fault at one place of a journey, or two one after the other. */
export interface SweepRow {
  /** Number of the journey and of the point in it, from 0. */
  readonly journey: number;
  readonly point: number;
  /** Who does or gets it, as role and number: `manager 2`. */
  readonly node: string;
  /** `persist`, `send`, `call`, `reply`, `part`; `request` of a lane. */
  readonly effect: string;
  readonly fault: string;
  readonly how: string;
  /** The whole point as a sentence. */
  readonly where: string;
  readonly verdict: PointVerdict;
  /** The signatures of what is violated beyond what the undisturbed run violates, or why nobody knows. */
  readonly why: readonly string[];
  readonly invariants: readonly string[];
  readonly hash: number | null;
  /** The saved case of a point that fails, which `topple replay` runs; null: none. */
  readonly file: string | null;
}

export interface SweepJourney {
  readonly name: string;
  readonly calls: number;
  /** Where something passes that somebody caused. */
  readonly places: number;
  /** Ways to break something there. */
  readonly points: number;
  /** What its undisturbed run came to. */
  readonly verdict: PointVerdict;
  /** What that violates, or leaves unknown; empty where it is clean. */
  readonly why: readonly string[];
  /** The saved case of one that fails. */
  readonly file: string | null;
  readonly plan: Plan;
}

/** Before the first point is run in earnest. */
export interface SweepForecast {
  readonly points: number;
  readonly pairs: number;
  readonly journeys: number;
  /** Of the sample. */
  readonly sampled: number;
  readonly millisPerPoint: number;
  readonly jobs: number;
  readonly millis: number;
}

/** The whole of a sweep; `rows` in order of journey and point, pairs behind them. */
export interface SweepReport {
  readonly schema: 1;
  readonly scenario: string;
  readonly seed: string;
  readonly defects: readonly string[];
  readonly command: string;
  /** Where points are run; places are always those of the simulator. */
  readonly world: World;
  readonly journeys: readonly SweepJourney[];
  /** Points that there are in this world. */
  readonly points: number;
  /** How many of them were to be run, drawn from the seed; null: all. */
  readonly sample: number | null;
  readonly unaimed: readonly Unaimed[];
  readonly rows: readonly SweepRow[];
  readonly pairsAsked: number;
  readonly pairs: readonly SweepRow[];
  /** Why it proves nothing; empty where it does. */
  readonly hollow: readonly string[];
  readonly interrupted: boolean;
  readonly wallMillis: number;
  readonly exit: 0 | 1 | 3 | 130;
}

/** A kind of fault that the world of a sweep cannot aim, and the points that it would have. */
export interface Unaimed {
  readonly fault: string;
  readonly points: number;
}

export type SweepEvent =
  | { readonly is: 'journey'; readonly journey: SweepJourney }
  | { readonly is: 'forecast'; readonly forecast: SweepForecast }
  | { readonly is: 'row'; readonly row: SweepRow; readonly done: number; readonly of: number };
