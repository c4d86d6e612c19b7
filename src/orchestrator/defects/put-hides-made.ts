import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'put-hides-made',
  number: 'A5',
  class: 'api',
  mechanism: 'A PUT that makes something answers 200.',
  origin: 'a class of the faults seeded by Zhang & Arcuri, TOSEM 2023, §4.5, and of Web Fuzzing Commons: misleading PUT',
  invariants: ['I2'],
  replace: (rules) => replaceIn(rules, 'state', { statusOfPut: () => 200 }),
};
