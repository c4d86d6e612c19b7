import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'late-request-not-shut-out',
  number: 'D34',
  class: 'dependency-fault',
  mechanism: 'A request that was not answered counts as not made: it may still arrive after the cluster was read again.',
  origin: 'emco-base 22.09, orchestrator: the context is deleted when InstallApp times out',
  invariants: ['I3', 'I5'],
  replace: (rules) => replaceIn(rules, 'syncer', { needsBarrier: (after) => after === 'grant' }),
};
