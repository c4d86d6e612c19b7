import { type Defect, withSteps } from '../rules/index.js';

export const defect: Defect = {
  name: 'context-before-checks',
  number: 'D25',
  class: 'order',
  mechanism: 'The context is there for the syncers before the last check: an instantiate that is refused leaves one that nobody records.',
  origin: 'emco-base 22.09, appcontext: written key by key, with no mark of completion',
  invariants: ['I3', 'I6', 'I13'],
  replace: (rules) =>
    withSteps(rules, 'deployment-intent-group', {
      instantiate: ['legal', 'cloud-ready', 'plan', 'make-context', 'objects-free', 'record'],
    }),
};
