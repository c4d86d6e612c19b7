import { type Defect, withMove } from '../rules/index.js';

export const defect: Defect = {
  name: 'approve-while-terminating',
  number: 'D13',
  class: 'order',
  mechanism: 'A terminated group may be approved while its context still goes.',
  origin: 'emco-base 22.09, orchestrator/pkg/module/deployment_intent_groups.go: approve from Terminated',
  invariants: ['I2', 'I3'],
  replace: (rules) =>
    withMove(rules, 'deployment-intent-group', 'approve', (move) => ({
      from: { ...move.from, Terminated: 'Approved' },
      while: [...move.while, 'Terminating'],
    })),
};
