import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'conflict-told-as-500',
  number: 'D54',
  class: 'api',
  mechanism: 'A conflict is answered with 500.',
  origin: 'emco-base 22.09, src/*/api: errors that nobody mapped',
  invariants: ['I5', 'no-internal-errors'],
  replace: (rules) => replaceIn(rules, 'gateway', { statusFor: (status) => (status === 409 ? 500 : rules.gateway.statusFor(status)) }),
};
