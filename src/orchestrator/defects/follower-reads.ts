import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'follower-reads',
  number: 'D51',
  class: 'race',
  mechanism: 'Every manager answers questions from what it knows, however old that is.',
  origin: 'stale read from a follower: etcd, MongoDB',
  invariants: ['I2', 'I10', 'I9'],
  replace: (rules) => replaceIn(rules, 'manager', { answers: 'everyone' }),
};
