import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'allow-incomplete',
  number: 'A10',
  class: 'api',
  mechanism: 'The Allow of a 405 leaves out methods that the path takes.',
  origin: 'a class of the faults seeded by Zhang & Arcuri, TOSEM 2023, §4.5, and of Web Fuzzing Commons: invalid Allow',
  invariants: ['answers-lead-on'],
  replace: (rules) => replaceIn(rules, 'gateway', { allowed: (methods) => methods.slice(1) }),
};
