import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'no-fence',
  number: 'D48a',
  class: 'crash-point',
  mechanism: 'A syncer sends no fence: what it began is carried out after another was granted its server.',
  origin: 'lock without fencing: Jepsen on etcd 3.4.3',
  invariants: ['I11', 'I3'],
  replace: (rules) => replaceIn(rules, 'syncer', { fenceOf: () => null }),
};
