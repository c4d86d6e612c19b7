import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'lease-never-ends',
  number: 'D48b',
  class: 'crash-point',
  mechanism: 'The lease of a syncer does not end: while one is down, nobody does its work.',
  origin: "Helm's pending-upgrade, Terraform's state lock",
  invariants: ['I11', 'I14'],
  replace: (rules) => replaceIn(rules, 'manager', { isAlive: () => true }),
};
