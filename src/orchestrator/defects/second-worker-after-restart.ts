import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'second-worker-after-restart',
  number: 'D30',
  class: 'crash-point',
  mechanism: 'A restarted syncer goes on with the server that it held, under the old epoch and with its numbers from the beginning.',
  origin: 'emco-base 22.09, rsync/pkg/context/restart.go: the running flag is not set',
  invariants: ['I4', 'I3', 'I11', 'I14'],
  replace: (rules) =>
    replaceIn(rules, 'syncer', { mayWork: (granted, listed) => granted === null || rules.syncer.mayWork(granted, listed) }),
};
