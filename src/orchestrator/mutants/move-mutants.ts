// Every cell of the tables of moves, flipped: what is legal is forbidden, what is not is allowed, what leads to one state leads to another.
import { correctRules, type Move, withMove } from '../rules/index.js';
import type { Verb } from '../wire/command.js';
import { meet, statesOf, statuses } from './meetings.js';
import { type Mutant, mutantOf } from './mutant.js';

const short: Readonly<Record<string, string>> = { 'deployment-intent-group': 'deployment', 'logical-cloud': 'cloud' };

/** A flip that no state and status can ever meet changes nothing that anybody can see, and is left out. */
export function moveMutants(): readonly Mutant[] {
  return Object.entries(correctRules.state.moves).flatMap(([kind, moves]) =>
    (Object.entries(moves) as [Verb, Move][]).flatMap(([verb, move]) => [
      ...fromStates(kind, verb, move),
      ...whileStatuses(kind, verb, move),
      ...targets(kind, verb, move),
    ]),
  );
}

function fromStates(kind: string, verb: Verb, move: Move): readonly Mutant[] {
  const target = Object.values(move.from)[0] ?? '';
  return statesOf(kind)
    .filter((state) => meet(state, move.while))
    .map((state) => {
      const isLegal = move.from[state] !== undefined;
      const { [state]: _gone, ...rest } = move.from;
      const from = isLegal ? rest : { ...move.from, [state]: target };
      return made(kind, verb, `from-${state}-${isLegal ? 'forbidden' : 'allowed'}`, (row) => ({ ...row, from }));
    });
}

function whileStatuses(kind: string, verb: Verb, move: Move): readonly Mutant[] {
  return statuses
    .filter((status) => Object.keys(move.from).some((state) => meet(state, [status])))
    .map((status) => {
      const isLegal = move.while.includes(status);
      const among = isLegal ? move.while.filter((each) => each !== status) : [...move.while, status];
      return made(kind, verb, `while-${status}-${isLegal ? 'forbidden' : 'allowed'}`, (row) => ({ ...row, while: among }));
    });
}

/** Each row leads to the state that it came from, or, where it stayed, to the first other one. */
function targets(kind: string, verb: Verb, move: Move): readonly Mutant[] {
  return Object.entries(move.from).map(([state, target]) => {
    const other = state === target ? (statesOf(kind).find((each) => each !== target) ?? '') : state;
    return made(kind, verb, `from-${state}-leads-to-${other}`, (row) => ({ ...row, from: { ...row.from, [state]: other } }));
  });
}

function made(kind: string, verb: Verb, what: string, change: (row: Move) => Move): Mutant {
  const name = `move-${short[kind] ?? kind}-${verb}-${what}`;
  return mutantOf(name, `In the table of moves: ${verb} ${what.replaceAll('-', ' ')}.`, (rules) => withMove(rules, kind, verb, change));
}
