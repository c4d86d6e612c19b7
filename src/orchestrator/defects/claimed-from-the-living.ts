import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'claimed-from-the-living',
  number: 'D48f',
  class: 'race',
  mechanism: 'A leader grants the server of a syncer that it hears of to another.',
  origin: 'a lock that is taken without asking whether it is held',
  invariants: ['I11', 'I2'],
  replace: (rules) => replaceIn(rules, 'manager', { mayClaim: () => true }),
};
