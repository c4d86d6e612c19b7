// The lists of steps: one step left out, an effect before the check that should come first, and a record that is put off to an entry of its own.
import { correctRules, replaceIn, type Rules, type StateRules, withSteps } from '../rules/index.js';
import { type Mutant, mutantOf } from './mutant.js';

const short: Readonly<Record<string, string>> = { 'deployment-intent-group': 'deployment', 'logical-cloud': 'cloud' };

/** What only looks. Two of them in another order differ in the word of a refusal alone, and are left as they are; so are two effects, which are one entry. */
const checks: ReadonlySet<string> = new Set([
  'legal',
  'target',
  'target-approved',
  'references',
  'cloud-ready',
  'permission',
  'clusters-kept',
  'cloud-unused',
  'namespace-free',
  'objects-free',
  'plan',
  'plan-revision',
  'parent-idle',
  'settled',
  'childless',
  'unreferenced',
  'parent',
  'own',
  'precondition',
]);

type Steps = readonly string[];
type Put = (rules: Rules, steps: Steps) => Rules;

export function stepMutants(): readonly Mutant[] {
  const { moveSteps, deleteSteps, createSteps, replaceSteps } = correctRules.state;
  const moves = Object.entries(moveSteps).flatMap(([kind, lists]) =>
    Object.entries(lists).flatMap(([list, steps]) => {
      const put: Put = (rules, changed) => withSteps(rules, kind, { [list]: changed as typeof steps });
      const where = `${short[kind] ?? kind}-${list}`;
      return [...changesOf(where, steps, put), ...torn(where, steps, put)];
    }),
  );
  const deletes = Object.entries(deleteSteps).flatMap(([kind, steps]) =>
    changesOf(`${short[kind] ?? kind}-delete`, steps, (rules, changed) =>
      replaceIn(rules, 'state', { deleteSteps: { ...rules.state.deleteSteps, [kind]: changed as typeof steps } }),
    ),
  );
  const creates = changesOf('create', createSteps, (rules, changed) =>
    replaceIn(rules, 'state', { createSteps: changed as StateRules['createSteps'] }),
  );
  const replaces = changesOf('replace', replaceSteps, (rules, changed) =>
    replaceIn(rules, 'state', { replaceSteps: changed as StateRules['replaceSteps'] }),
  );
  return [...moves, ...deletes, ...creates, ...replaces];
}

function changesOf(where: string, steps: Steps, put: Put): readonly Mutant[] {
  return [...dropped(where, steps, put), ...swapped(where, steps, put)];
}

function dropped(where: string, steps: Steps, put: Put): readonly Mutant[] {
  return steps.map((step, at) =>
    mutantOf(`step-${where}-drop-${step}`, `The step ${step} of ${where} is left out.`, (rules) =>
      put(
        rules,
        steps.filter((_each, index) => index !== at),
      ),
    ),
  );
}

/** The last check of a list and the effect behind it change places. */
function swapped(where: string, steps: Steps, put: Put): readonly Mutant[] {
  return steps.flatMap((step, at) => {
    const next = steps[at + 1];
    if (next === undefined || !checks.has(step) || checks.has(next)) return [];
    const changed = [...steps.slice(0, at), next, step, ...steps.slice(at + 2)];
    return mutantOf(`step-${where}-swap-${step}-${next}`, `In ${where}, ${next} comes before ${step}.`, (rules) => put(rules, changed));
  });
}

/** An effect, then an entry of its own for the record. */
function torn(where: string, steps: Steps, put: Put): readonly Mutant[] {
  const at = steps.indexOf('record');
  if (at < 2 || checks.has(steps[at - 1] ?? '')) return [];
  const changed = [...steps.slice(0, at), 'next-entry', ...steps.slice(at)];
  return [
    mutantOf(`step-${where}-entry-before-record`, `In ${where}, the record is put off to an entry of its own.`, (rules) =>
      put(rules, changed),
    ),
  ];
}
