import type { Rules } from './rules.js';

/** What must come together for it to show: an order of calls, calls at once, a crash at some place, something that fails below, the API alone, the group of managers. */
export type DefectClass = 'order' | 'race' | 'crash-point' | 'dependency-fault' | 'api' | 'consensus';

/** One rule replaced by a wrong one, as real orchestrators have it. */
export interface Defect {
  readonly name: string;
  /** Of the catalogue: `D10` is one that EMCO has, `A3` one of the API, `R2` one of the group of managers, `M` one made by a machine. */
  readonly number: string;
  readonly class: DefectClass;
  readonly mechanism: string;
  /** Where it was seen. */
  readonly origin: string;
  /** What must catch it: names of the catalogue of invariants, such as `I6`. */
  readonly invariants: readonly string[];
  replace(rules: Rules): Rules;
}
