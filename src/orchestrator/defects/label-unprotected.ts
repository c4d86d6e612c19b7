import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'label-unprotected',
  number: 'D06',
  class: 'order',
  mechanism: 'A label by which a running group found its clusters can be deleted: labels never count as referenced.',
  origin: 'emco-base 22.09, Referential_Integrity.md: labels are no references',
  invariants: ['I1', 'I3', 'I4'],
  replace: (rules) =>
    replaceIn(rules, 'state', { referencedBy: (referrers, kind) => (kind === 'label' ? [] : rules.state.referencedBy(referrers, kind)) }),
};
