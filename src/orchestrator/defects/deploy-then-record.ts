import type { Defect } from '../rules/index.js';

export const defect: Defect = {
  name: 'deploy-then-record',
  number: 'D24',
  class: 'crash-point',
  mechanism:
    'The context is handed to the syncers by one entry and recorded by a second that only the memory of the leader knows of: a crash between leaves a running context that no document records.',
  origin: 'emco-base 22.09, orchestrator/pkg/module/instantiation.go: the state is written after InstallApp',
  invariants: ['I1', 'I3', 'I6', 'I10', 'I2'],
  replace: (rules) => {
    const kind = 'deployment-intent-group';
    const steps = rules.state.moveSteps[kind] ?? {};
    const late = (verb: string) => (steps[verb] ?? []).flatMap((step) => (step === 'record' ? (['next-entry', step] as const) : [step]));
    const both = { ...steps, instantiate: late('instantiate'), reinstantiate: late('reinstantiate') };
    return { ...rules, state: { ...rules.state, moveSteps: { ...rules.state.moveSteps, [kind]: both } } };
  },
};
