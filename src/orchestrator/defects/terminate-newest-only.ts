import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'terminate-newest-only',
  number: 'D40',
  class: 'dependency-fault',
  mechanism: 'A terminate takes along what the present revision wants, and forgets what an update had not dropped yet.',
  origin: 'emco-base 22.09, orchestrator: terminate knows the newest context alone',
  invariants: ['I3', 'I12'],
  replace: (rules) => replaceIn(rules, 'state', { terminates: (stale) => !stale }),
};
