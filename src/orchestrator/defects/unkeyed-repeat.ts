import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'unkeyed-repeat',
  number: 'A12',
  class: 'race',
  mechanism:
    'A gateway repeats a write that no manager answered without a key: it may be carried out twice, and the caller hears of the second.',
  origin: 'retries without idempotency',
  invariants: ['I5', 'I13'],
  replace: (rules) => replaceIn(rules, 'gateway', { keyFor: () => null }),
};
