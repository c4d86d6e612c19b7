import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'acknowledged-before-saved',
  number: 'R3',
  class: 'consensus',
  mechanism: 'A follower says that it has entries before they are durable.',
  origin: 'acknowledge before fsync',
  invariants: ['I10', 'I8'],
  replace: (rules) => replaceIn(rules, 'raft', { onAppend: ['say', 'save'] }),
};
