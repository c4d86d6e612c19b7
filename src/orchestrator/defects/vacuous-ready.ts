import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'vacuous-ready',
  number: 'D42',
  class: 'dependency-fault',
  mechanism: 'An object of which nothing is known yet counts as ready.',
  origin: 'emco-base 22.09, status: no data means Ready',
  invariants: ['I12'],
  replace: (rules) => replaceIn(rules, 'syncer', { isReady: (object) => object['status'] === undefined || rules.syncer.isReady(object) }),
};
