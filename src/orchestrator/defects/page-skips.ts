import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'page-skips',
  number: 'D52',
  class: 'order',
  mechanism: 'The next page of the audit begins one record too late: what stood at the seam is never read.',
  origin: 'paging by a number that is off by one',
  invariants: ['I8', 'I2', 'I12'],
  replace: (rules) => replaceIn(rules, 'state', { isAfter: (seq, after) => seq > after + 1 }),
};
