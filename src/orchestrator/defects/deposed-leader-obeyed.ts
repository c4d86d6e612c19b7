import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'deposed-leader-obeyed',
  number: 'R10',
  class: 'consensus',
  mechanism: 'A member takes entries from a leader of an earlier term.',
  origin: 'Ongaro & Ousterhout (2014), figure 2: reply false if term < currentTerm',
  invariants: ['I10', 'nodes-stay-up'],
  replace: (rules) => replaceIn(rules, 'raft', { isDeposed: () => false }),
};
