import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'quorum-off-by-one',
  number: 'R6',
  class: 'consensus',
  mechanism: 'Half of the group counts as its majority.',
  origin: 'off by one in a quorum',
  invariants: ['I10', 'I2', 'nodes-stay-up'],
  replace: (rules) => replaceIn(rules, 'raft', { quorumOf: (members) => Math.floor(members / 2) }),
};
