import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'lost-event-unnoticed',
  number: 'D63',
  class: 'dependency-fault',
  mechanism: 'What watches tell is never held against what is there: an event that was not sent is never made up for.',
  origin: 'edge-triggered controllers without a resync: an event that is lost is lost for good',
  invariants: ['I4', 'I12', 'I14'],
  replace: (rules) => replaceIn(rules, 'syncer', { resyncs: false }),
};
