import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'log-time-by-wall-clock',
  number: 'D61',
  class: 'dependency-fault',
  mechanism:
    'A leader dates entries by its wall clock: where that is set forward, every answer that was kept is forgotten, and a retry runs again.',
  origin: 'expiry by wall clock: etcd-io/etcd#6700',
  invariants: ['I5', 'I8', 'I13'],
  replace: (rules) => replaceIn(rules, 'manager', { datesBy: 'wall' }),
};
