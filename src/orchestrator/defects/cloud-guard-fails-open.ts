import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'cloud-guard-fails-open',
  number: 'D23',
  class: 'order',
  mechanism: 'The guard that keeps a cloud up while a group runs in it lets everything pass.',
  origin: 'emco-base 22.09, dcm/pkg/module/apply.go: the error of the read is ignored; c5f7c495',
  invariants: ['I2', 'I14', 'I4'],
  replace: (rules) => replaceIn(rules, 'state', { blocksCloud: () => false }),
};
