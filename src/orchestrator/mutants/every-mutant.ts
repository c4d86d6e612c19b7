// Faults made by a machine from the rules. They are for the scoreboard, where each is started like a defect: `--defect mutant:NAME`.
import { drawFrom } from '../../world/index.js';
import type { Defect, DefectClass } from '../rules/index.js';
import { documentMutants } from './document-mutants.js';
import { equivalent } from './equivalent.js';
import { gatewayMutants } from './gateway-mutants.js';
import { managerMutants } from './manager-mutants.js';
import { moveMutants } from './move-mutants.js';
import type { Mutant } from './mutant.js';
import { referenceMutants } from './reference-mutants.js';
import { stepMutants } from './step-mutants.js';
import { syncerMutants } from './syncer-mutants.js';

/** The name of a mutant among those of defects begins with this. */
export const mutantMark = 'mutant:';

const families: readonly (readonly [name: string, DefectClass, () => readonly Mutant[]])[] = [
  ['moves', 'order', moveMutants],
  ['steps', 'order', stepMutants],
  ['references', 'order', referenceMutants],
  ['documents and contexts', 'order', documentMutants],
  ['syncers', 'dependency-fault', syncerMutants],
  ['managers', 'consensus', managerMutants],
  ['gateways', 'api', gatewayMutants],
];

/** By family, what each has. */
export const mutantFamilies: ReadonlyMap<string, readonly Defect[]> = new Map(
  families.map(([family, className, make]) => {
    const kept = make().filter(({ name }) => !Object.hasOwn(equivalent, name));
    return [family, kept.map((each) => defectOf(each, className))] as const;
  }),
);

const known: ReadonlyMap<string, Defect> = new Map(
  [...mutantFamilies.values()].flat().map((each) => [each.name.slice(mutantMark.length), each] as const),
);

function defectOf({ name, mechanism, replace }: Mutant, className: DefectClass): Defect {
  return { name: mutantMark + name, number: 'M', class: className, mechanism, origin: 'made by a machine', invariants: [], replace };
}

/** All names, without the mark; in the order of the rules, or in one that a seed draws. */
export function mutantNames(seed: string | null = null): readonly string[] {
  const names = [...known.keys()];
  if (seed === null) return names;
  const draw = drawFrom(seed, 'mutants');
  for (let last = names.length - 1; last > 0; last--) {
    const other = draw('place', last + 1);
    [names[last], names[other]] = [names[other] ?? '', names[last] ?? ''];
  }
  return names;
}

/** The mutant of that name, with the mark or without. @throws RangeError when there is none */
export function mutant(name: string): Defect {
  const found = known.get(name.startsWith(mutantMark) ? name.slice(mutantMark.length) : name);
  if (found === undefined) throw new RangeError(`no mutant is called ${name}`);
  return found;
}
