import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'parent-by-prefix',
  number: 'D03',
  class: 'order',
  mechanism: 'A parent counts as there when any key begins with its key: `/projects/p` is found in `/projects/p2`.',
  origin: 'emco-base 22.09, orchestrator/pkg/infra/db/mongo.go: a lookup by part of a key',
  invariants: ['I1', 'I12'],
  replace: (rules) =>
    replaceIn(rules, 'state', { isThere: (key, documents) => [...documents.keys()].some((each) => each.startsWith(key)) }),
};
