import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'watch-not-renewed',
  number: 'D35',
  class: 'dependency-fault',
  mechanism: 'A watch that breaks is not taken up again: what the cluster says of its objects is never heard of any more.',
  origin: 'emco-base 22.09, dcm: readyNotify lives in one stream',
  invariants: ['I4', 'I12', 'I14'],
  replace: (rules) => replaceIn(rules, 'syncer', { afterWatch: (end) => (end === 'broken' ? 'stop' : rules.syncer.afterWatch(end)) }),
};
