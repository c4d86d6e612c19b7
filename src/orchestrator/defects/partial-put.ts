import { asObject, type Json } from '../../world/index.js';
import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'partial-put',
  number: 'A7',
  class: 'api',
  mechanism: 'A PUT keeps the fields that the new body leaves out.',
  origin: 'a class of the faults seeded by Zhang & Arcuri, TOSEM 2023, §4.5, and of Web Fuzzing Commons: partial update',
  invariants: ['I10'],
  replace: (rules) => replaceIn(rules, 'state', { bodyAfter: merged }),
};

function merged(old: Json, given: Json): Json {
  const [before, after] = [asObject(old), asObject(given)];
  if (before === null || after === null) return given;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    names.map((name) => [name, name in after ? merged(before[name] ?? null, after[name] ?? null) : (before[name] ?? null)]),
  );
}
