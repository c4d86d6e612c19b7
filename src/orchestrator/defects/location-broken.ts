import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'location-broken',
  number: 'A2',
  class: 'api',
  mechanism: 'The Location of what a POST made leads nowhere.',
  origin: 'a class of the faults seeded by Zhang & Arcuri, TOSEM 2023, §4.5, and of Web Fuzzing Commons: broken Location',
  invariants: ['answers-lead-on'],
  replace: (rules) => replaceIn(rules, 'gateway', { locationOf: (key) => key }),
};
