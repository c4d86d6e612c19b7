import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'silent-leader',
  number: 'R13',
  class: 'consensus',
  mechanism:
    'A leader begins its term without an entry of its own: until somebody writes, nothing of earlier terms is committed and nothing answered.',
  origin: "Ongaro's thesis, §6.4: the no-op",
  invariants: ['I14', 'I6', 'I4'],
  replace: (rules) => replaceIn(rules, 'raft', { beginsWith: 'nothing' }),
};
