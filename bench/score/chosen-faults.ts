import type { Defect } from '../../src/orchestrator/index.js';
import { mutant, mutantMark, mutantNames } from '../../src/orchestrator/mutants/index.js';

export interface Choice {
  /** Mutants, and not defects. */
  readonly mutants: boolean;
  /** Names, those of mutants with their mark or without; null: all. */
  readonly only: readonly string[] | null;
  /** The first so many, in an order that the seed draws; null: all. At least 1. */
  readonly sample: number | null;
  readonly seed: string;
}

/** What is to be measured: defects in their order, mutants in one that the seed draws, so that the first of them are a fair sample. @throws RangeError when a name is unknown */
export function chosenFaults(defects: readonly Defect[], choice: Choice): readonly Defect[] {
  const { seed, only, sample } = choice;
  const all = choice.mutants ? mutantNames(seed).map(mutant) : defects;
  if (only === null) return all.slice(0, sample ?? all.length);
  const wanted = only.map((name) => (choice.mutants && !name.startsWith(mutantMark) ? mutantMark + name : name));
  const unknown = wanted.find((name) => !all.some((each) => each.name === name));
  if (unknown !== undefined) throw new RangeError(`no ${choice.mutants ? 'mutant' : 'defect'} is called ${unknown}`);
  return all.filter(({ name }) => wanted.includes(name)).slice(0, sample ?? all.length);
}
