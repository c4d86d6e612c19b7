import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'ambiguous-timeout-compensates',
  number: 'D34',
  class: 'dependency-fault',
  mechanism:
    'A cluster that does not answer while a context is first made counts as one that did nothing: the context is dropped, though the answer alone may be lost and the object there.',
  origin: 'emco-base 22.09, orchestrator: the context is deleted when InstallApp times out',
  invariants: ['I3', 'I5', 'I4', 'I2', 'I6', 'I10'],
  replace: (rules) =>
    replaceIn(rules, 'state', { takesBack: (status, reason) => status === 'Instantiating' && reason === 'CLUSTER_UNREACHABLE' }),
};
