// One run: a plan against a system that stands in one of the worlds, conducted to its end and judged.
import {
  type Event,
  type Fault,
  type Invariant,
  type Plan,
  type Reexecution,
  type System,
  type Verdict,
  type Violation,
  type World,
  worstOf,
} from '../../contract/index.js';
import type { Micros } from '../../world/index.js';
import type { Limits } from '../conductor/index.js';
import { ledgerOf } from '../coverage/index.js';
import type { RunTally } from '../coverage/index.js';
import { begin } from './begin.js';
import { drive } from './drive.js';
import { excused, excuseOf, isExcuse } from './excuse.js';

export interface RunOptions {
  readonly world: World;
  readonly system: System;
  readonly plan: Plan;
  readonly faults: readonly Fault[];
  readonly invariants: readonly Invariant[];
  readonly defects: readonly string[];
  /** Where a real world keeps its files; unused in the simulator. */
  readonly directory: string;
  readonly limits?: Limits;
  /** Ends the run early, with what there is. */
  readonly signal?: AbortSignal;
}

export interface Judged {
  readonly invariant: Invariant;
  readonly verdict: Verdict;
}

export interface RunResult {
  readonly plan: Plan;
  readonly events: readonly Event[];
  readonly judged: readonly Judged[];
  readonly verdict: Verdict;
  readonly tally: RunTally;
  readonly hash: number | null;
  readonly reexecution: Reexecution | null;
  readonly interrupted: boolean;
}

export async function runPlan(options: RunOptions): Promise<RunResult> {
  const { trial, c, events } = await begin(options);
  let hash: number | null = null;
  let reexecution: Reexecution | null = null;
  try {
    await drive(trial, c, events, options.signal);
    hash = trial.hash?.() ?? null;
  } finally {
    reexecution = await trial.close();
  }
  const interrupted = options.signal?.aborted ?? false;
  return judgeRun({ options, events, hash, reexecution, interrupted });
}

interface ToJudge {
  readonly options: RunOptions;
  readonly events: readonly Event[];
  readonly hash: number | null;
  readonly reexecution: Reexecution | null;
  readonly interrupted: boolean;
}

/** What a history comes to. */
export function judgeRun({ options, events, hash, reexecution, interrupted }: ToJudge): RunResult {
  const { system, plan, invariants, faults } = options;
  const excuse = excuseOf(events, faults, system.topology(plan.knobs));
  const judged = invariants.map((invariant) => ({ invariant, verdict: excused(judgeOne(invariant, system, events), excuse) }));
  const lag = lagVerdict(events, system.bounds.lag, options.world);
  const verdict = lag ?? runVerdict(judged, parity(reexecution));
  return { plan, events, judged, verdict, tally: ledgerOf({ plan, events, system, judged }), hash, reexecution, interrupted };
}

/** Nobody can judge everything in one run. A run is unknown when nobody could judge anything, or when something is excused; the ledger counts who could. */
function runVerdict(judged: readonly Judged[], reexecuted: Verdict): Verdict {
  const worst = worstOf([...judged.map((each) => each.verdict), reexecuted]);
  const excuse = judged.find(({ verdict }) => isExcuse(verdict));
  if (excuse !== undefined && worst.kind !== 'violated') return excuse.verdict;
  const isKnown = worst.kind === 'unknown' && judged.some(({ verdict }) => verdict.kind === 'holds');
  return isKnown ? { kind: 'holds' } : worst;
}

/** Folds a history through one invariant and asks it at the end. */
export function judgeOne(invariant: Invariant, system: System, events: readonly Event[]): Verdict {
  let seen = invariant.start(system);
  for (const event of events) seen = invariant.see(seen, event);
  return invariant.verdict(seen, 'end');
}

/** In real, a machine that was too slow proves nothing against the system. */
function lagVerdict(events: readonly Event[], bound: Micros, world: World): Verdict | null {
  if (world === 'sim') return null;
  const worst = events.reduce((most, event) => (event.is === 'lag' ? Math.max(most, event.micros) : most), 0);
  return worst > bound ? { kind: 'unknown', reason: `lag: ${Math.round(worst / 1000)} ms, above ${Math.round(bound / 1000)} ms` } : null;
}

function parity(reexecution: Reexecution | null): Verdict {
  const first = reexecution?.differences[0];
  if (first === undefined) return { kind: 'holds' };
  const violation: Violation = {
    claim: 'A recorded node, executed again from its inputs, has the same effects.',
    signature: `parity/${first.node.replace(/\d+$/, '')}`,
    subjects: [first.node],
    events: [],
  };
  return { kind: 'violated', why: [violation] };
}
