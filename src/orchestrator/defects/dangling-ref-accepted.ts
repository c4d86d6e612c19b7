import type { Defect } from '../rules/index.js';

export const defect: Defect = {
  name: 'dangling-ref-accepted',
  number: 'D01',
  class: 'order',
  mechanism: 'A reference to something that is not there only warns.',
  origin: 'emco-base 22.09, orchestrator/pkg/infra/db/mongo.go: the error returns are commented out',
  invariants: ['I1'],
  replace: (rules) => ({ ...rules, state: { ...rules.state, missingReferences: () => [] } }),
};
