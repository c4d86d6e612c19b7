import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'back-off-by-wall-clock',
  number: 'D62',
  class: 'dependency-fault',
  mechanism:
    'A syncer measures its back-off by its wall clock: once that is set back by an hour, what waits for its next try waits for an hour.',
  origin: 'a span of time measured by the wall clock: golang/go#12914, cockroachdb/cockroach#10572',
  invariants: ['I14', 'I6', 'I4'],
  replace: (rules) => replaceIn(rules, 'syncer', { waitsBy: 'wall' }),
};
