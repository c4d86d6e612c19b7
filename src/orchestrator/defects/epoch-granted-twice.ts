import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'epoch-granted-twice',
  number: 'D48e',
  class: 'race',
  mechanism: 'A grant does not raise the epoch: two syncers hold the same server with equal right.',
  origin: 'a stale replica grants twice',
  invariants: ['I11', 'I9', 'I14'],
  replace: (rules) => replaceIn(rules, 'state', { nextEpoch: (epoch) => epoch }),
};
