import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'not-found-is-failure',
  number: 'D39',
  class: 'order',
  mechanism: 'A deletion that finds nothing is tried for ever.',
  origin: 'emco-base 22.09, rsync/pkg/context/routines.go; karmada#7463',
  invariants: ['I5', 'I6', 'I14'],
  replace: (rules) =>
    replaceIn(rules, 'syncer', {
      deleteOutcome: (status, reason) => (status === 404 ? 'retry' : rules.syncer.deleteOutcome(status, reason)),
    }),
};
