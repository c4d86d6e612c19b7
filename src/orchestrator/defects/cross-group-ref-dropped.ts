import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'cross-group-ref-dropped',
  number: 'D08',
  class: 'order',
  mechanism: 'The reference of a client of a network chain, which goes from one group to another, is dropped without a word.',
  origin: 'emco-base 22.09, key preparation: an incomplete reference key is discarded',
  invariants: ['I1'],
  replace: (rules) =>
    replaceIn(rules, 'state', { protects: (reference, kind) => kind !== 'sfc-client' && rules.state.protects(reference, kind) }),
};
