import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'create-torn',
  number: 'D27',
  class: 'crash-point',
  mechanism:
    'A document is written by one entry and its life begun by a second: a crash between leaves a group that can be neither approved nor made.',
  origin: 'emco-base 22.09, orchestrator/pkg/module/deployment_intent_groups.go: data, then stateInfo',
  invariants: ['I13', 'I5', 'I2'],
  replace: (rules) =>
    replaceIn(rules, 'state', {
      createSteps: rules.state.createSteps.flatMap((step) => (step === 'begin-life' ? (['next-entry', step] as const) : [step])),
    }),
};
