import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'put-says-made',
  number: 'A4',
  class: 'api',
  mechanism: 'A PUT that replaces answers 201, every time.',
  origin: 'a class of the faults seeded by Zhang & Arcuri, TOSEM 2023, §4.5, and of Web Fuzzing Commons: repeated PUT creates',
  invariants: ['I2'],
  replace: (rules) => replaceIn(rules, 'state', { statusOfPut: () => 201 }),
};
