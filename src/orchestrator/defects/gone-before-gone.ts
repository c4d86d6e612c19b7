import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'gone-before-gone',
  number: 'D56',
  class: 'dependency-fault',
  mechanism: 'An object that the cluster is still deleting counts as gone.',
  origin: 'argo-cd#636: a finalizer removed too early',
  invariants: ['I3', 'I12'],
  replace: (rules) =>
    replaceIn(rules, 'syncer', {
      deleteOutcome: (status, reason) => (reason === 'Terminating' ? 'done' : rules.syncer.deleteOutcome(status, reason)),
    }),
};
