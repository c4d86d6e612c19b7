import type { Defect } from '../rules/index.js';

export const defect: Defect = {
  name: 'terminate-swallows-delete-failure',
  number: 'D38',
  class: 'dependency-fault',
  mechanism: 'A deletion that the cluster refuses counts as done: the context ends Terminated and the object stays, with no record of it.',
  origin: 'emco-base 22.09, rsync/pkg/context/routines.go: errors of deletes are not passed on',
  invariants: ['I3', 'I12'],
  replace: (rules) => ({
    ...rules,
    syncer: {
      ...rules.syncer,
      deleteOutcome: (status, reason) =>
        status === 403 || status === 409 || status >= 500 ? 'done' : rules.syncer.deleteOutcome(status, reason),
    },
  }),
};
