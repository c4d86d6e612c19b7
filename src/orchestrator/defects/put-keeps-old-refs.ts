import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'put-keeps-old-refs',
  number: 'D05',
  class: 'order',
  mechanism: 'A PUT changes the body and not the list of what it protects.',
  origin: 'emco-base 22.09, the reference list is written by inserts only',
  invariants: ['I1'],
  replace: (rules) => replaceIn(rules, 'state', { refsAfter: (held) => held }),
};
