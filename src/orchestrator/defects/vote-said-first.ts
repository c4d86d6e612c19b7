import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'vote-said-first',
  number: 'R2',
  class: 'consensus',
  mechanism: 'A vote is told before it is durable: a crash between forgets it.',
  origin: 'Ongaro & Ousterhout (2014), figure 2: before responding to RPCs',
  invariants: ['I10'],
  replace: (rules) => replaceIn(rules, 'raft', { onVote: ['say', 'save'] }),
};
