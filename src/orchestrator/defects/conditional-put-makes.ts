import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'conditional-put-makes',
  number: 'D04',
  class: 'order',
  mechanism: 'A PUT that insists on a version makes the document anew when it is gone: what was deleted meanwhile comes back.',
  origin: 'emco-base 22.09, orchestrator/pkg/infra/db/mongo.go: every write is an upsert',
  invariants: ['I2', 'I10'],
  replace: (rules) => replaceIn(rules, 'state', { mayMake: () => true }),
};
