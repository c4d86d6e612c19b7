import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'durable-before-log',
  number: 'R16',
  class: 'crash-point',
  mechanism:
    'The index up to which the log is durable is written before the entries: a crash between looks like rot, and the manager stays down.',
  origin: 'torn write order',
  invariants: ['nodes-stay-up'],
  replace: (rules) => replaceIn(rules, 'manager', { onAppend: ['meta', 'log'] }),
};
