import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'stale-log-elected',
  number: 'R5',
  class: 'consensus',
  mechanism: 'A candidate gets votes whatever its log lacks.',
  origin: 'Ongaro & Ousterhout (2014), §5.4.1',
  invariants: ['I10', 'nodes-stay-up'],
  replace: (rules) => replaceIn(rules, 'raft', { isFresh: () => true }),
};
