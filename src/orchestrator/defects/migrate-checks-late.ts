import { type Defect, withSteps } from '../rules/index.js';

export const defect: Defect = {
  name: 'migrate-checks-late',
  number: 'D18',
  class: 'order',
  mechanism: 'Whether the target of a migrate is approved is asked after the context was handed over.',
  origin: 'emco-base 22.09, orchestrator/pkg/module/update.go: the target is validated after the context is built',
  invariants: ['I13', 'I2', 'I3', 'I6', 'I1'],
  replace: (rules) =>
    withSteps(rules, 'deployment-intent-group', {
      migrate: ['legal', 'target', 'cloud-ready', 'plan', 'objects-free', 'hand-over', 'target-approved', 'record'],
    }),
};
