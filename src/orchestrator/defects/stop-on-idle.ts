import { type Defect, withMove } from '../rules/index.js';

export const defect: Defect = {
  name: 'stop-on-idle',
  number: 'D20',
  class: 'order',
  mechanism: 'A stop is accepted when nothing is under way, and leaves a group that is held for no reason.',
  origin: 'emco-base 22.09, dcm/pkg/module/apply.go: stop does not ask whether anything is in progress',
  invariants: ['I2', 'I4', 'I14'],
  replace: (rules) => withMove(rules, 'deployment-intent-group', 'stop', (move) => ({ ...move, while: [...move.while, 'Instantiated'] })),
};
