import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'parent-checked-early',
  number: 'D02',
  class: 'race',
  mechanism:
    'Whether the parent exists is asked before the entry is proposed and not again as it is applied: what is made while its parent goes is inside of nothing.',
  origin: 'emco-base 22.09, orchestrator/pkg/infra/db/mongo.go: find, then insert',
  invariants: ['I1'],
  replace: (rules) => replaceIn(rules, 'state', { checkedAt: { ...rules.state.checkedAt, parents: 'admit' } }),
};
