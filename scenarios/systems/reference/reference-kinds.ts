import { kinds } from '../../../spec/emco/index.js';
import type { Kind } from '../../../src/contract/index.js';

type Ref = Kind['refs'][number];

const app: readonly Ref[] = [{ field: 'spec.app', kind: 'app', mustExist: 'at-create' }];

const refs: Readonly<Record<string, readonly Ref[]>> = {
  profile: app,
  'deployment-intent-group': [
    { field: 'spec.compositeProfile', kind: 'composite-profile', mustExist: 'at-create' },
    { field: 'spec.logicalCloud', kind: 'logical-cloud', mustExist: 'at-create' },
  ],
  'app-dependency': app,
  'inbound-intent': app,
  'inbound-client': app,
  'chain-link': app,
  'sfc-client': [{ field: 'spec.sfcIntent', kind: 'network-chain', mustExist: 'at-create' }, ...app],
  'group-intent': [
    { field: 'spec.intent.genericPlacementIntent', kind: 'generic-placement-intent', mustExist: 'at-use' },
    { field: 'spec.intent', kind: 'controller', mustExist: 'at-use' },
    { field: 'spec.intent.dtc', kind: 'traffic-group-intent', mustExist: 'at-use' },
    { field: 'spec.intent.sfc', kind: 'network-chain', mustExist: 'at-use' },
    { field: 'spec.intent.sfcclient', kind: 'sfc-client', mustExist: 'at-use' },
  ],
  'app-intent': [...app, { field: 'spec.intent', kind: 'cluster', mustExist: 'at-create' }],
  'cluster-reference': [{ field: 'spec.cluster', kind: 'cluster', mustExist: 'at-create' }],
};

/** The resources of EMCO with what each names. */
export const referenceKinds: readonly Kind[] = kinds.map(({ name, parent }) => ({ name, parent, refs: refs[name] ?? [] }));
