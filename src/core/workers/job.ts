import type { Event, Intensity, Verdict } from '../../contract/index.js';
import type { RunResult } from '../campaign/run-plan.js';
import type { RunTally } from '../coverage/index.js';
import type { ThreadSetting } from './scenario-here.js';

/** What a thread of a campaign is started with. */
export interface JobSetting extends ThreadSetting {
  readonly seed: string;
  readonly intensity: Intensity;
}

/** A run's result as it travels. The plan follows from the index, and invariants go in the scenario's order. */
export interface JobResult {
  readonly index: number;
  /** Empty where nobody is likely to look: a history is the bulk of a result. */
  readonly events: readonly Event[];
  readonly verdicts: readonly Verdict[];
  readonly verdict: Verdict;
  readonly tally: RunTally;
  readonly hash: number | null;
}

/** Runs whose history always travels. */
const shownMax = 20;

/** @param known kinds of fault that this thread has shown to hit; grows */
export function jobResult(index: number, result: RunResult, known: Set<string>): JobResult {
  const { judged, verdict, tally, hash } = result;
  const fresh = [...tally.sums.keys()].filter((name) => name.startsWith('hit/') && !known.has(name));
  for (const name of fresh) known.add(name);
  const shown = index < shownMax || fresh.length > 0 || verdict.kind !== 'holds';
  return { index, events: shown ? result.events : [], verdicts: judged.map((each) => each.verdict), verdict, tally, hash };
}
