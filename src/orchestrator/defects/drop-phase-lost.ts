import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'drop-phase-lost',
  number: 'D28',
  class: 'order',
  mechanism:
    'What an update drops is taken away only when the context was seen updating: an update that comes to rest at once, or by way of a failure, never takes it away.',
  origin: 'emco-base 22.09, rsync: UpdateDelete is accepted in one state only',
  invariants: ['I3', 'I4', 'I14'],
  replace: (rules) =>
    replaceIn(rules, 'state', { retires: (before, arrived, done) => before === 'Updating' && rules.state.retires(before, arrived, done) }),
};
