import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'torn-log-cleared',
  number: 'D32',
  class: 'crash-point',
  mechanism: 'A log whose end a crash tore is begun anew, with everything in it that was acknowledged.',
  origin: 'emco-base 22.09, rsync/pkg/context/queueUtils.go: the queue is made anew when its read fails',
  invariants: ['I10', 'I2', 'I8'],
  replace: (rules) => replaceIn(rules, 'manager', { onTornLog: 'clear' }),
};
