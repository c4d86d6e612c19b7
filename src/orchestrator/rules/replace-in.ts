// How a defect or mutant replaces one rule and leaves all others as they are.
import type { Verb } from '../wire/command.js';
import type { Move } from './moves.js';
import type { Rules } from './rules.js';
import type { MoveStep } from './steps.js';

/** The rules with those of one group changed. */
export function replaceIn<G extends keyof Rules>(rules: Rules, group: G, change: Partial<Rules[G]>): Rules {
  return { ...rules, [group]: { ...rules[group], ...change } };
}

/** The rules with other steps in some of the lists of a kind. */
export function withSteps(rules: Rules, kind: string, lists: Readonly<Record<string, readonly MoveStep[]>>): Rules {
  const { moveSteps } = rules.state;
  return replaceIn(rules, 'state', { moveSteps: { ...moveSteps, [kind]: { ...moveSteps[kind], ...lists } } });
}

/** The rules with another row in the table of moves of a kind. */
export function withMove(rules: Rules, kind: string, verb: Verb, change: (move: Move) => Move): Rules {
  const { moves } = rules.state;
  const row = moves[kind]?.[verb] ?? { from: {}, while: [] };
  return replaceIn(rules, 'state', { moves: { ...moves, [kind]: { ...moves[kind], [verb]: change(row) } } });
}

/** The steps of one list of a kind. */
export function stepsIn(rules: Rules, kind: string, list: string): readonly MoveStep[] {
  return rules.state.moveSteps[kind]?.[list] ?? [];
}
