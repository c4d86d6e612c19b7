import { type Defect, stepsIn, withSteps } from '../rules/index.js';

export const defect: Defect = {
  name: 'update-recorded-late',
  number: 'D26',
  class: 'crash-point',
  mechanism: 'An update changes the context by one entry and records its revision by a second that only the memory of the leader knows of.',
  origin: 'emco-base 22.09, orchestrator/pkg/module/update.go: two writes, a TODO on atomicity',
  invariants: ['I6', 'I8', 'I9', 'I13', 'I2'],
  replace: (rules) =>
    withSteps(rules, 'deployment-intent-group', {
      update: stepsIn(rules, 'deployment-intent-group', 'update').flatMap((step) =>
        step === 'record' ? (['next-entry', step] as const) : [step],
      ),
    }),
};
