import type { Defect } from '../rules/index.js';

export const defect: Defect = {
  name: 'delete-old-before-build-new',
  number: 'D33',
  class: 'order',
  mechanism:
    'A second instantiate of a logical cloud drops the old context before it builds the new one; where that is refused, every later call fails and the cloud can never be deleted.',
  origin: 'emco-base 22.09, dcm/pkg/module/apply.go, Instantiate',
  invariants: ['I6', 'I13', 'I1'],
  replace: (rules) => {
    const kind = 'logical-cloud';
    const steps = rules.state.moveSteps[kind] ?? {};
    const rest = (steps['reinstantiate'] ?? []).filter((step) => step !== 'legal' && step !== 'drop-old-context');
    const early = ['legal', 'drop-old-context', ...rest] as const;
    return { ...rules, state: { ...rules.state, moveSteps: { ...rules.state.moveSteps, [kind]: { ...steps, reinstantiate: early } } } };
  },
};
