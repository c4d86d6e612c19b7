import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'dead-cluster-pins-all',
  number: 'D41',
  class: 'order',
  mechanism: 'Forgetting a cluster does not release what waits for it: contexts stay under way and the cluster can never be deleted.',
  origin: 'emco-base 22.09, rsync: retries without end; argo-cd#4198',
  invariants: ['I14', 'I6'],
  replace: (rules) => replaceIn(rules, 'state', { releases: () => false }),
};
