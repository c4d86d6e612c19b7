import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'old-refusals-count',
  number: 'R14',
  class: 'consensus',
  mechanism: 'A refusal that was under way when an earlier one was dealt with sends the leader back again.',
  origin: 'a stale refusal regresses nextIndex',
  invariants: ['I14'],
  replace: (rules) => replaceIn(rules, 'raft', { isOldRefusal: () => false }),
};
