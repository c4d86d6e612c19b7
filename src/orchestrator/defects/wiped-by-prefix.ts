import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'wiped-by-prefix',
  number: 'D53',
  class: 'order',
  mechanism: 'With a context go all whose names begin with its own: `c12` takes `c123` along.',
  origin: 'emco-base 22.09, etcd: a delete by prefix, without the slash at its end',
  invariants: ['I3', 'I7', 'I6'],
  replace: (rules) => replaceIn(rules, 'state', { wipes: (id, other) => other.startsWith(id) }),
};
