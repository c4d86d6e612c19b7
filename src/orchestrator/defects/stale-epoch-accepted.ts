import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'stale-epoch-accepted',
  number: 'D48c',
  class: 'race',
  mechanism: 'Claims and reports count whatever epoch they name: one who was replaced still decides.',
  origin: 'release by who is not the owner: the id is not compared',
  invariants: ['I11', 'I9'],
  replace: (rules) => replaceIn(rules, 'state', { holds: () => true }),
};
