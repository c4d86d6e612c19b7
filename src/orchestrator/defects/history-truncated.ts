import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'history-truncated',
  number: 'D49',
  class: 'order',
  mechanism: 'Only the last action of a document is kept.',
  origin: 'emco-base 22.09, stateInfo is read, changed and written whole',
  invariants: ['I8'],
  replace: (rules) => replaceIn(rules, 'state', { history: (actions) => actions.slice(-1) }),
};
