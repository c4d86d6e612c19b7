import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'superseded-holder-goes-on',
  number: 'D48d',
  class: 'race',
  mechanism: 'A syncer that sees that another was granted its server goes on.',
  origin: 'renewal after expiry revives a lease',
  invariants: ['I11', 'I2'],
  replace: (rules) => replaceIn(rules, 'syncer', { loses: () => false }),
};
