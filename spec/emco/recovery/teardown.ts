import type { Recovery } from './recovery.js';

const gone = 'until the context is `Terminated`';

/** Taking everything down. A stage begins when the one before has nothing left; within a stage each document comes before what it names and what it is inside of. */
export const teardown: readonly Recovery[] = [
  {
    name: 'groups-run',
    symptom: 'A deployment intent group runs, is being made, was stopped half-way, or failed.',
    when: { kinds: ['deployment-intent-group'], context: 'live', code: null },
    see: [{ at: 'inventory', shows: '`contexts[]` whose `owner` is a deployment intent group and whose `status` is not `Terminated`' }],
    calls: [{ operation: 'deployment-intent-group.terminate', of: 'the group', until: gone }],
    after: 'Its objects are gone from every cluster; its state is `Terminated`.',
    needs: 'calls',
  },
  {
    name: 'clouds-are-up',
    symptom: 'A logical cloud is instantiated, and nothing runs in it any more.',
    when: { kinds: ['logical-cloud'], context: 'live', code: null },
    see: [{ at: 'inventory', shows: '`contexts[]` whose `owner` is a logical cloud and whose `status` is not `Terminated`' }],
    calls: [{ operation: 'logical-cloud.terminate', of: 'the cloud', until: gone }],
    after: 'Its namespaces are gone from its clusters.',
    needs: 'calls',
  },
  {
    name: 'networks-are-applied',
    symptom: 'The networks of a cluster are applied.',
    when: { kinds: ['cluster'], context: 'live', code: null },
    see: [{ at: 'inventory', shows: '`contexts[]` whose `owner` is a cluster and whose `status` is not `Terminated`' }],
    calls: [{ operation: 'cluster.terminate', of: 'the cluster', until: gone }],
    after: 'Its networks are gone.',
    needs: 'calls',
  },
  {
    name: 'documents-are-left',
    symptom: 'Nothing runs, and documents are left.',
    when: { kinds: 'every', context: null, code: null },
    see: [{ at: 'inventory', shows: '`documents[]`: what each names is in `refs`, what it is inside of is the front of its `key`' }],
    calls: [{ operation: '*.delete', of: 'each document that no other names or is inside of', until: null }],
    after: '`documents`, `contexts` and `servers` of the inventory are empty.',
    needs: 'calls',
  },
];
