import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'poisoned-observer',
  number: 'D43',
  class: 'dependency-fault',
  mechanism: 'An observer whose first list fails is kept, and never tries again.',
  origin: 'emco-base 22.09, rsync: the watcher is registered before its kubeconfig is read',
  invariants: ['I12', 'I4', 'I14'],
  replace: (rules) => replaceIn(rules, 'syncer', { afterList: 'stop' }),
};
