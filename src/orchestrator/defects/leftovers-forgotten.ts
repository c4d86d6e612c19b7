import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'leftovers-forgotten',
  number: 'D36',
  class: 'crash-point',
  mechanism: "Only what this epoch used is swept: what the one before left behind is nobody's.",
  origin: 'emco-base 22.09, rsync: the delayed delete of status objects is a timer in memory',
  invariants: ['I3'],
  replace: (rules) => replaceIn(rules, 'syncer', { isFullSweep: () => false }),
};
