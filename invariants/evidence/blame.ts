import { type Event, type Key, type Verdict, verdictOf, type Violation } from '../../src/contract/index.js';

/** What every judge keeps: the violations so far, one for each signature, and how many things it compared at all. */
export interface Judged {
  readonly violations: Violation[];
  judged: number;
}

/** More subjects than this say nothing new about one bug. */
const subjectsMax = 10;
/** A judge that finds more distinct bugs than this in one run has said enough. */
const violationsMax = 20;

/** Notes a violation; a second one with the same signature only adds its subjects. */
export function blame(judged: Judged, found: Violation): void {
  const { violations } = judged;
  const index = violations.findIndex((each) => each.signature === found.signature);
  const known = violations[index];
  if (known === undefined) {
    if (violations.length < violationsMax) violations.push(found);
    return;
  }
  const subjects = [...new Set<Key>([...known.subjects, ...found.subjects])];
  if (known.subjects.length < subjectsMax) violations[index] = { ...known, subjects };
}

/** Violated when anything was found; unknown, with `nothing` as the reason, when nothing was compared. */
export function judgement({ violations, judged }: Judged, nothing: string): Verdict {
  return violations.length === 0 && judged === 0 ? { kind: 'unknown', reason: nothing } : verdictOf(violations);
}

/** An entry of a history of one kind. */
export type Entry<Is extends Event['is']> = Event & { readonly is: Is };
