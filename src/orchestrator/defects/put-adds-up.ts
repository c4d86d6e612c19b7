import { asObject, type Json } from '../../world/index.js';
import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'put-adds-up',
  number: 'A8',
  class: 'api',
  mechanism: 'The lists in the body of a PUT are added to those that are there: the same PUT twice is not the same as once.',
  origin: 'a class of the faults seeded by Zhang & Arcuri, TOSEM 2023, §4.5, and of Web Fuzzing Commons: PUT that is not idempotent',
  invariants: ['I5', 'I10'],
  replace: (rules) => replaceIn(rules, 'state', { bodyAfter: added }),
};

function added(old: Json, given: Json): Json {
  if (Array.isArray(old) && Array.isArray(given)) return [...(old as readonly Json[]), ...(given as readonly Json[])];
  const [before, after] = [asObject(old), asObject(given)];
  if (before === null || after === null) return given;
  return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, added(before[name] ?? null, value)]));
}
