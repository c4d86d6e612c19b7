import type { Event } from './event.js';
import type { Described } from './system.js';
import type { Verdict } from './verdict.js';

/**
 * A claim about a system, and the fold that judges it: it can be asked at rest and at the end, and forks with the run. `see` may edit what it was
 * given and returns it; `Seen` is plain data (a structured clone of it is a copy). What did not happen proves nothing: then the verdict is `unknown`.
 */
export interface Invariant<Seen = unknown> {
  /** `family/what-holds`, as it appears in reports and file names. */
  readonly name: string;
  /** The number it has in the list of invariants (I1…), null where it has none. */
  readonly id: string | null;
  /** One sentence, present tense. */
  readonly claim: string;
  /** `layer:actual`, `refs`, …: where the system cannot show it, the verdict is `unknown`. */
  readonly needs: readonly string[];
  start(system: Described): Seen;
  see(seen: Seen, event: Event): Seen;
  verdict(seen: Seen, at: 'event' | 'rest' | 'end'): Verdict;
}
