import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'vote-not-saved',
  number: 'R1',
  class: 'consensus',
  mechanism: 'A vote is told and not made durable: after a restart it is given again, to another.',
  origin: 'Ongaro & Ousterhout (2014), figure 2: persistent state',
  invariants: ['I10'],
  replace: (rules) => replaceIn(rules, 'raft', { onVote: ['say'] }),
};
