import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'silent-no-op',
  number: 'D21',
  class: 'order',
  mechanism: 'A call on a logical cloud that its state does not allow is answered like one that was accepted, and nothing happens.',
  origin: 'emco-base 22.09, dcm/pkg/module/apply.go and ncm/pkg/scheduler: silent successes',
  invariants: ['I2', 'I9', 'I10', 'I4', 'I8'],
  replace: (rules) =>
    replaceIn(rules, 'state', { whenIllegal: (kind) => (kind === 'logical-cloud' ? 'agree' : rules.state.whenIllegal(kind)) }),
};
