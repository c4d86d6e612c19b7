import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'disk-error-swallowed',
  number: 'D31',
  class: 'dependency-fault',
  mechanism: 'A manager whose disk did not take a write goes on as if it had: what it acknowledged is gone with its next crash.',
  origin: 'emco-base 22.09, rsync/pkg/context/queueUtils.go: the error of Enqueue is swallowed; fsync of PostgreSQL, 2018',
  invariants: ['I10', 'I4', 'I8'],
  replace: (rules) => replaceIn(rules, 'manager', { onDiskFailure: 'go-on' }),
};
