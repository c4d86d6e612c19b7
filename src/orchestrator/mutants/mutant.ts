import type { Rules } from '../rules/index.js';

/** One rule changed by a machine: not a fault that somebody made, but one that a slip of the hand would make. */
export interface Mutant {
  /** Stable and readable: which rule, where in it, what became of it. */
  readonly name: string;
  readonly mechanism: string;
  replace(rules: Rules): Rules;
}

export function mutantOf(name: string, mechanism: string, replace: (rules: Rules) => Rules): Mutant {
  return { name, mechanism, replace };
}
