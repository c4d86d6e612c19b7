import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'conflict-not-truncated',
  number: 'R9',
  class: 'consensus',
  mechanism: 'An entry counts as there when anything stands at its index: logs that differ stay so.',
  origin: 'Ongaro & Ousterhout (2014), figure 2: delete the existing entry and all that follow it',
  invariants: ['I10', 'I8'],
  replace: (rules) => replaceIn(rules, 'raft', { isHere: (mine) => mine >= 0 }),
};
