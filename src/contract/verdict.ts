import type { Key } from './fact.js';

/** One way in which a claim failed. Two with the same signature are one bug. */
export interface Violation {
  readonly claim: string;
  readonly signature: string;
  readonly subjects: readonly Key[];
  /** `seq` of the events that show it. */
  readonly events: readonly number[];
}

export type Verdict =
  | { readonly kind: 'holds' }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'violated'; readonly why: readonly [Violation, ...Violation[]] };

/** How the reason of an unknown verdict begins where what befell the system is more than it need stand. */
export const excuseMark = 'excused: ';

/** The worst of all: violated, then unknown, then holds. Violations are joined. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  const why = verdicts.flatMap((verdict) => (verdict.kind === 'violated' ? verdict.why : []));
  const [first, ...rest] = why;
  if (first !== undefined) return { kind: 'violated', why: [first, ...rest] };
  return verdicts.find((verdict) => verdict.kind === 'unknown') ?? { kind: 'holds' };
}

/** Violated when there is at least one violation, else holds. */
export function verdictOf(violations: readonly Violation[]): Verdict {
  const [first, ...rest] = violations;
  return first === undefined ? { kind: 'holds' } : { kind: 'violated', why: [first, ...rest] };
}
