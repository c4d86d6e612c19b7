import { type Defect, withMove } from '../rules/index.js';

export const defect: Defect = {
  name: 'migrated-source-approved',
  number: 'D19',
  class: 'order',
  mechanism: 'A group that was migrated away from may be approved again.',
  origin: 'emco-base 22.09, orchestrator/pkg/module/deployment_intent_groups.go: approve from Updated',
  invariants: ['I2', 'I3'],
  replace: (rules) =>
    withMove(rules, 'deployment-intent-group', 'approve', (move) => ({ ...move, from: { ...move.from, Updated: 'Approved' } })),
};
