import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'lost-update',
  number: 'A11',
  class: 'api',
  mechanism: 'If-Match is not looked at: the later of two writers wins and the other is not told.',
  origin: 'lost update: RFC 9110, §13.1.1',
  invariants: ['I2', 'I10'],
  replace: (rules) => replaceIn(rules, 'state', { matches: () => true }),
};
