import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'intent-name-unprotected',
  number: 'D07',
  class: 'order',
  mechanism: 'What a group intent names by the value in its map is checked, but never protected.',
  origin: 'emco-base 22.09, Referential_Integrity.md, gap 4: map values are no references',
  invariants: ['I1', 'I4'],
  replace: (rules) =>
    replaceIn(rules, 'state', { protects: (reference, kind) => kind !== 'group-intent' && rules.state.protects(reference, kind) }),
};
