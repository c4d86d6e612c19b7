import type { Invariant, Verdict, Violation } from '../../contract/index.js';
import type { RunResult } from './run-plan.js';

/** A violation, and who saw it. */
export interface Seen {
  readonly invariant: Pick<Invariant, 'name' | 'id'>;
  readonly violation: Violation;
}

/** The violations that count: none in a run that proves nothing because the machine lagged. */
export function violationsOf(result: RunResult): readonly Seen[] {
  if (result.verdict.kind !== 'violated') return [];
  const seen: Seen[] = result.judged.flatMap(({ invariant, verdict }) =>
    violationsIn(verdict).map((violation) => ({ invariant, violation })),
  );
  const known = new Set(seen.map(({ violation }) => violation.signature));
  const others = violationsIn(result.verdict).filter((violation) => !known.has(violation.signature));
  return [...seen, ...others.map((violation) => ({ invariant: { name: violation.signature, id: null }, violation }))];
}

export function violationsIn(verdict: Verdict): readonly Violation[] {
  return verdict.kind === 'violated' ? verdict.why : [];
}

/** Whether a run shows the violation with this signature. */
export function fails(result: RunResult, signature: string): boolean {
  return violationsOf(result).some(({ violation }) => violation.signature === signature);
}
