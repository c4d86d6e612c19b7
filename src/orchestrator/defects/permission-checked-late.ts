import { type Defect, withSteps } from '../rules/index.js';

export const defect: Defect = {
  name: 'permission-checked-late',
  number: 'D60',
  class: 'order',
  mechanism: 'An update of a logical cloud asks for a permission after it changed the context: one that is refused has half happened.',
  origin: 'emco-base 22.09, dcm: permissions may go while the cloud is up',
  invariants: ['I2', 'I13', 'I4'],
  replace: (rules) =>
    withSteps(rules, 'logical-cloud', {
      update: ['legal', 'plan', 'clusters-kept', 'namespace-free', 'objects-free', 'change-context', 'permission', 'record'],
    }),
};
