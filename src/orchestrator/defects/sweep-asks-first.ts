import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'sweep-asks-first',
  number: 'D57',
  class: 'race',
  mechanism: 'The sweep asks what is wanted before it lists what is there: what comes to be between is collected.',
  origin: 'garbage collection that races creation',
  invariants: ['I3', 'I10'],
  replace: (rules) => replaceIn(rules, 'syncer', { sweep: ['ask', 'list', 'collect'] }),
};
