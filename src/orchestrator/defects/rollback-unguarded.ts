import { type Defect, withMove } from '../rules/index.js';

export const defect: Defect = {
  name: 'rollback-unguarded',
  number: 'D14',
  class: 'order',
  mechanism: 'A rollback asks neither for the state of the group nor for that of its context.',
  origin: 'emco-base 22.09, orchestrator/pkg/module/update.go: RollbackApp has no check',
  invariants: ['I2', 'I4', 'I12', 'I14', 'I6'],
  replace: (rules) =>
    withMove(rules, 'deployment-intent-group', 'rollback', (move) => ({
      from: { ...move.from, Terminated: 'Instantiated', TerminateStopped: 'Instantiated' },
      while: [...move.while, 'Terminating', 'TerminateStopped', 'Terminated'],
    })),
};
