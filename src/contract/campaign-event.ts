import type { Event } from './event.js';
import type { Plan } from './operation.js';
import type { World } from './outcome.js';
import type { Floors } from './scenario.js';
import type { Violation } from './verdict.js';

/** Counts that merge in any order: sums are added, maxima are compared. Names are `operation/<op>/<status>`, `hit/<fault>`, … */
export interface Tally {
  readonly sums: ReadonlyMap<string, number>;
  readonly maxima: ReadonlyMap<string, number>;
}

/** One distinct bug, by signature. */
export interface Finding {
  readonly id: string;
  readonly scenario: string;
  readonly world: World;
  readonly invariant: string;
  readonly invariantId: string | null;
  readonly violation: Violation;
  readonly run: number;
  readonly defects: readonly string[];
  readonly plan: Plan;
  /** Steps of the plan as it was found. */
  readonly stepsBefore: number;
  readonly evaluations: number;
  /** How many of how many repeats of the shrunk plan failed the same way. */
  readonly reproduced: number;
  readonly repeats: number;
  readonly hash: number | null;
  /** The history of the shrunk plan. */
  readonly events: readonly Event[];
  readonly file: string;
  readonly replay: string;
}

/** What one run came to. */
export interface RunSummary {
  readonly index: number;
  readonly seed: string;
  readonly verdict: 'holds' | 'unknown' | 'violated';
  readonly reasons: readonly string[];
  readonly operations: number;
  readonly faultsHit: number;
  readonly recovery: number | null;
  readonly hash: number | null;
  readonly tally: Tally;
}

export interface CampaignStart {
  readonly seed: string;
  readonly scenario: string;
  readonly claim: string;
  readonly world: World;
  readonly defects: readonly string[];
  readonly configurationHash: string;
  readonly runsPlanned: number | null;
  readonly timePlanned: number | null;
  readonly command: string;
  readonly floors: Floors;
}

export interface CampaignEnd {
  readonly runs: number;
  readonly wallMillis: number;
  readonly tally: Tally;
  readonly findings: number;
  readonly hollow: readonly string[];
  readonly interrupted: boolean;
  readonly exit: 0 | 1 | 2 | 3 | 130;
}

/** The one stream that all reports fold. */
export type CampaignEvent =
  | ({ readonly is: 'campaign-start' } & CampaignStart)
  | { readonly is: 'run-end'; readonly run: RunSummary; readonly events: readonly Event[] }
  | { readonly is: 'shrinking'; readonly invariant: string; readonly steps: number; readonly evaluations: number }
  | { readonly is: 'finding'; readonly finding: Finding }
  | ({ readonly is: 'campaign-end' } & CampaignEnd);

/** Folds the stream into one format. A reporter that throws never stops a run. */
export interface Reporter {
  readonly name: string;
  on(event: CampaignEvent): void;
  close(): void | Promise<void>;
}
