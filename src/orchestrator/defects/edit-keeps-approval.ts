import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'edit-keeps-approval',
  number: 'D12',
  class: 'order',
  mechanism: 'An intent may change under an approved group, which stays approved: what nobody approved is deployed.',
  origin: 'emco-base 22.09, no intent module reads or writes the state of its group',
  invariants: ['I2', 'I8'],
  replace: (rules) => replaceIn(rules, 'state', { afterEdit: {} }),
};
