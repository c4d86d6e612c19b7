import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'log-time-goes-back',
  number: 'D50',
  class: 'dependency-fault',
  mechanism: 'The time of the log is that of whoever leads: it goes back when a leader with a slower clock takes over.',
  origin: 'audit by wall clock',
  invariants: ['I8', 'I9'],
  replace: (rules) => replaceIn(rules, 'state', { logTime: (_now, at) => at }),
};
