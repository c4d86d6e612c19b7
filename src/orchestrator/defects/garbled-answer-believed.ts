import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'garbled-answer-believed',
  number: 'D64',
  class: 'dependency-fault',
  mechanism: 'An answer counts by its status alone: the page of a proxy, or a failure told with 200, is taken for what the cluster said.',
  origin: 'a status code taken for an answer: a sign-in page with 200, a load balancer of its own mind',
  invariants: ['I3', 'I4', 'I12'],
  replace: (rules) => replaceIn(rules, 'syncer', { believes: () => true }),
};
