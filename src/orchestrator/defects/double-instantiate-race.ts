import type { Defect } from '../rules/index.js';

export const defect: Defect = {
  name: 'double-instantiate-race',
  number: 'D17',
  class: 'race',
  mechanism:
    'The state is checked before the entry is proposed and not again as it is applied: two concurrent instantiates make two contexts, of which one is recorded.',
  origin: 'emco-base 22.09: stateInfo is read, changed and written without compare-and-set',
  invariants: ['I2', 'I3', 'I5', 'I6', 'I13', 'I8'],
  replace: (rules) => ({ ...rules, state: { ...rules.state, checkedAt: { ...rules.state.checkedAt, moves: 'admit' } } }),
};
