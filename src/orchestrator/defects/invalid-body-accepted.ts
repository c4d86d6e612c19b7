import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'invalid-body-accepted',
  number: 'A9',
  class: 'api',
  mechanism: 'What breaks the rule of a field is found, and the call goes on.',
  origin: 'a class of the faults seeded by Zhang & Arcuri, TOSEM 2023, §4.5, and of Web Fuzzing Commons: input outside the schema accepted',
  invariants: ['I2', 'I10', 'I6', 'I8'],
  replace: (rules) => replaceIn(rules, 'gateway', { minds: false }),
};
