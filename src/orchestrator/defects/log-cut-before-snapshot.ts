import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'log-cut-before-snapshot',
  number: 'R17',
  class: 'crash-point',
  mechanism: 'The log is cut before the snapshot is there that makes up for it.',
  origin: 'etcd#18089 and its like: compaction before persistence',
  invariants: ['I10', 'nodes-stay-up'],
  replace: (rules) => replaceIn(rules, 'manager', { onSnapshot: ['log', 'snapshot'] }),
};
