import type { Defect } from '../rules/index.js';

export const defect: Defect = {
  name: 'delete-before-check',
  number: 'D10',
  class: 'order',
  mechanism:
    'Deleting a logical cloud wipes its context before the check for children and references refuses; every later call on it fails.',
  origin: 'emco-base 22.09, dcm/pkg/module/logicalcloud.go, Delete',
  invariants: ['I13', 'I6', 'I1'],
  replace: (rules) => ({
    ...rules,
    state: {
      ...rules.state,
      deleteSteps: { ...rules.state.deleteSteps, 'logical-cloud': ['settled', 'wipe-context', 'childless', 'unreferenced', 'remove'] },
    },
  }),
};
