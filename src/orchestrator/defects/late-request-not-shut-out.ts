import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'late-request-not-shut-out',
  number: 'D34b',
  class: 'dependency-fault',
  mechanism: 'A request that was not answered counts as not made: it may still arrive after the cluster was read again.',
  origin: 'D34 below a fence: Kleppmann (2016), a request that outlives the wait for its answer',
  invariants: ['I3', 'I5'],
  replace: (rules) => replaceIn(rules, 'syncer', { needsBarrier: (after) => after === 'grant' }),
};
