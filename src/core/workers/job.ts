import type { Event, Intensity, Verdict } from '../../contract/index.js';
import type { RunResult } from '../campaign/run-plan.js';
import type { RunTally } from '../coverage/index.js';

/** What a thread is started with: a scenario goes by its name, because its functions cannot travel. */
export interface JobSetting {
  /** URL of a module that exports `scenariosWith(given)`. */
  readonly module: string;
  /** What the scenarios are made with. */
  readonly given: unknown;
  readonly scenario: string;
  readonly seed: string;
  readonly intensity: Intensity;
  readonly defects: readonly string[];
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
