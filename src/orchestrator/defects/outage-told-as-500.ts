import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'outage-told-as-500',
  number: 'A1',
  class: 'api',
  mechanism: 'Where no manager answers in time, the caller is told 500.',
  origin: 'a class of the faults seeded by Zhang & Arcuri, TOSEM 2023, §4.5, and of Web Fuzzing Commons: status 500',
  invariants: ['no-internal-errors'],
  replace: (rules) => replaceIn(rules, 'gateway', { statusFor: (status) => (status >= 500 ? 500 : status) }),
};
