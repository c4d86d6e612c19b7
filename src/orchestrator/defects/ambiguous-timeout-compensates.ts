import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'ambiguous-timeout-compensates',
  number: 'D34b',
  class: 'dependency-fault',
  mechanism:
    'What a cluster does not answer counts as failed, and the whole context is taken back, though it was done, and though nobody asked for that.',
  origin: 'emco-base 22.09, orchestrator: the context is deleted when InstallApp times out',
  invariants: ['I2'],
  replace: (rules) => replaceIn(rules, 'state', { staysWanted: (reason) => reason !== 'CLUSTER_UNREACHABLE' }),
};
