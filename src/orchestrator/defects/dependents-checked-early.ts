import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'dependents-checked-early',
  number: 'D55',
  class: 'race',
  mechanism: 'Whether anything is inside or names a document is asked before its delete is proposed and not again as it is applied.',
  origin: 'emco-base 22.09, clm: check, then delete',
  invariants: ['I1', 'I4'],
  replace: (rules) => replaceIn(rules, 'state', { checkedAt: { ...rules.state.checkedAt, dependents: 'admit' } }),
};
