import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'earlier-terms-committed',
  number: 'R4',
  class: 'consensus',
  mechanism: 'A leader commits entries of earlier terms by counting: a later leader may still lack them.',
  origin: 'Ongaro & Ousterhout (2014), §5.4.2, figure 8',
  invariants: ['I10'],
  replace: (rules) => replaceIn(rules, 'raft', { mayCommit: () => true }),
};
