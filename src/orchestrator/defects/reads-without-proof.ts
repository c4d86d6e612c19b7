import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'reads-without-proof',
  number: 'R7',
  class: 'consensus',
  mechanism: 'A leader answers questions without asking whether it still leads.',
  origin: "Ongaro's thesis, §6.4; etcd#741",
  invariants: ['I2', 'I10'],
  replace: (rules) => replaceIn(rules, 'raft', { readsAfter: 'nothing' }),
};
