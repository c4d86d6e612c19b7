import type { Rules } from './rules.js';

/** One rule replaced by a wrong one, as real orchestrators have it. */
export interface Defect {
  readonly name: string;
  /** In the catalogue of EMCO's defects, such as `D10`. */
  readonly number: string;
  readonly mechanism: string;
  /** Where it was seen. */
  readonly origin: string;
  /** What must catch it: names of the catalogue of invariants, such as `I6`. */
  readonly invariants: readonly string[];
  replace(rules: Rules): Rules;
}
