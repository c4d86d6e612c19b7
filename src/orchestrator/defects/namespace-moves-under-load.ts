import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'namespace-moves-under-load',
  number: 'D22',
  class: 'order',
  mechanism: 'A PUT may change the namespace of a logical cloud that is up.',
  origin: 'emco-base 22.09, dcm/pkg/module/logicalcloud.go: PUT has no check',
  invariants: ['I2', 'I3', 'I7'],
  replace: (rules) =>
    replaceIn(rules, 'state', {
      movable: [...rules.state.movable, 'Instantiating', 'Instantiated', 'InstantiateFailed', 'Updating', 'Terminating'],
    }),
};
