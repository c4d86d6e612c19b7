import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'poison-blocks-queue',
  number: 'D58',
  class: 'dependency-fault',
  mechanism: 'Everything behind an object that waits for its next try waits, too, whatever context it is of.',
  origin: 'a poisoned message at the head of a queue',
  invariants: ['I14'],
  replace: (rules) => replaceIn(rules, 'syncer', { afterSetback: 'stop' }),
};
