import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'cascade-hole',
  number: 'D09',
  class: 'order',
  mechanism: 'A delete counts the children that lie in the same store: a group goes while the placements inside it stay.',
  origin: 'emco-base 22.09, children live in the stores of several services',
  invariants: ['I1', 'I3'],
  replace: (rules) =>
    replaceIn(rules, 'state', {
      childrenOf: (children) => children.filter((key) => !/\/(generic-placement|traffic-group)-intents\//.test(key)),
    }),
};
