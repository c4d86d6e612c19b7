import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'rollback-to-zero',
  number: 'D15',
  class: 'order',
  mechanism: 'Revision 0 is that of a group that was never instantiated, and a rollback goes back to it: everything is taken away.',
  origin: 'emco-base 22.09, orchestrator/pkg/module/update.go: revision 0 matches the Created entry',
  invariants: ['I2', 'I13'],
  replace: (rules) =>
    replaceIn(rules, 'state', {
      revisionFor: (revisions, asked) =>
        asked === 0 ? { revision: 0, planned: [], labels: [] } : rules.state.revisionFor(revisions, asked),
    }),
};
