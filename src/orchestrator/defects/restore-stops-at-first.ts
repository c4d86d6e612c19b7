import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'restore-stops-at-first',
  number: 'D29',
  class: 'crash-point',
  mechanism: 'A syncer that looks for its work after a restart stops at the first server that it cannot work yet, and claims nothing.',
  origin: 'emco-base 22.09, rsync/pkg/context/restart.go: RestoreActiveContext returns in the loop',
  invariants: ['I14', 'I6', 'I4'],
  replace: (rules) => replaceIn(rules, 'syncer', { afterIdle: 'stop' }),
};
