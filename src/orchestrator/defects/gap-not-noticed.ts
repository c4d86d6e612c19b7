import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'gap-not-noticed',
  number: 'R11',
  class: 'consensus',
  mechanism: 'Whether the entry before those that come is the same here is not asked.',
  origin: 'Ongaro & Ousterhout (2014), figure 2: log matching',
  invariants: ['I10', 'I2', 'I8'],
  replace: (rules) => replaceIn(rules, 'raft', { follows: (mine) => mine >= 0 }),
};
