import { kinds } from '../../../spec/emco/index.js';
import type { Kind } from '../../../src/contract/index.js';

type Ref = Kind['refs'][number];

const refs: Readonly<Record<string, readonly Ref[]>> = {
  profile: [{ field: 'spec.app', kind: 'app', mustExist: 'at-create' }],
  'deployment-intent-group': [
    { field: 'spec.compositeProfile', kind: 'composite-profile', mustExist: 'at-create' },
    { field: 'spec.logicalCloud', kind: 'logical-cloud', mustExist: 'at-create' },
  ],
  'group-intent': [{ field: 'spec.intent.genericPlacementIntent', kind: 'generic-placement-intent', mustExist: 'at-use' }],
  'app-intent': [
    { field: 'spec.app', kind: 'app', mustExist: 'at-create' },
    { field: 'spec.intent', kind: 'cluster', mustExist: 'at-create' },
  ],
  'cluster-reference': [{ field: 'spec.cluster', kind: 'cluster', mustExist: 'at-create' }],
};

/** The resources of EMCO with what each names. */
export const referenceKinds: readonly Kind[] = kinds.map(({ name, parent }) => ({ name, parent, refs: refs[name] ?? [] }));
