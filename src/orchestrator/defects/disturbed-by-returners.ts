import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'disturbed-by-returners',
  number: 'R12',
  class: 'consensus',
  mechanism: 'Who was cut off and comes back deposes a leader that all others hear.',
  origin: "Ongaro's thesis, §4.2.3 and §9.6",
  invariants: ['I14', 'rest-is-quiet'],
  replace: (rules) => replaceIn(rules, 'raft', { isLoyal: () => false }),
};
