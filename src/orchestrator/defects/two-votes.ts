import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'two-votes',
  number: 'R15',
  class: 'consensus',
  mechanism: 'A member votes for whoever asks in a term.',
  origin: 'Ongaro & Ousterhout (2014), figure 2: votedFor',
  invariants: ['I10', 'I8', 'I2'],
  replace: (rules) => replaceIn(rules, 'raft', { mayVote: () => true }),
};
