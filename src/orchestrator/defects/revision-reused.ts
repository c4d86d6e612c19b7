import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'revision-reused',
  number: 'D47',
  class: 'order',
  mechanism: 'Revisions begin at 1 again with every instantiate.',
  origin: 'emco-base 22.09, orchestrator: terminate writes revision 0, and lookup takes the first match',
  invariants: ['I9', 'I8', 'I2'],
  replace: (rules) =>
    replaceIn(rules, 'state', { nextRevision: (highest, verb) => (verb === 'instantiate' ? 1 : rules.state.nextRevision(highest, verb)) }),
};
