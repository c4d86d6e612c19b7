import { type Defect, stepsIn, withSteps } from '../rules/index.js';

export const defect: Defect = {
  name: 'restart-while-terminating',
  number: 'D16',
  class: 'order',
  mechanism:
    'A second instantiate does not wait for the terminate before it: what the old context still deletes is what the new one applies.',
  origin: 'emco-base 22.09, orchestrator/pkg/module/instantiation.go: a TODO',
  invariants: ['I2', 'I4', 'I12'],
  replace: (rules) =>
    withSteps(rules, 'deployment-intent-group', {
      reinstantiate: stepsIn(rules, 'deployment-intent-group', 'reinstantiate').filter(
        (step) => step !== 'legal' && step !== 'objects-free',
      ),
    }),
};
