import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'retry-runs-again',
  number: 'D59',
  class: 'race',
  mechanism: 'Answers are not kept: a call that is repeated under its key is carried out again.',
  origin: 'a retried call makes a second job',
  invariants: ['I5', 'I13', 'I8'],
  replace: (rules) => replaceIn(rules, 'state', { remembers: () => false }),
};
