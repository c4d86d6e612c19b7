import type { Recovery } from './recovery.js';

const moving = ['Instantiating', 'Updating', 'Terminating', 'InstantiateFailed'] as const;
const owners = ['deployment-intent-group', 'logical-cloud', 'cluster'] as const;

/** Situations of clusters and of those that drive them. */
export const clusterRecoveries: readonly Recovery[] = [
  {
    name: 'cluster-is-away',
    symptom: 'An instantiate, update or terminate does not come to its end, because a cluster does not answer.',
    when: { kinds: owners, context: moving, code: null },
    see: [
      {
        at: 'status',
        shows:
          '`connectivity` of the cluster is `Retrying`, and the `reason` of a resource is `CLUSTER_UNREACHABLE` or `CLUSTER_ANSWERED_…`',
      },
      { at: 'inventory', shows: '`contexts[].items[]` of that `cluster` are not `done`' },
      { at: 'metrics', role: 'manager', shows: '`orchestrator_work_items_open{server}` stays above 0' },
      { at: 'metrics', role: 'syncer', shows: '`orchestrator_server_paused{server}` is 1, and `orchestrator_retries_total` rises' },
    ],
    calls: [],
    after:
      'Once the cluster answers, within `backOffMax` (2 s) the work goes on where it was; the status comes to `Instantiated` or `Terminated`.',
    needs: 'time',
  },
  {
    name: 'cluster-is-gone-for-ever',
    symptom: 'The cluster will never answer again, and what was on it cannot be terminated.',
    when: { kinds: ['cluster'], context: null, code: null },
    see: [
      { at: 'status', shows: '`connectivity` of the cluster is `Retrying`, for as long as one likes to wait' },
      { at: 'inventory', shows: '`contexts[].refs` name the cluster' },
    ],
    calls: [
      { operation: 'cluster.forget', of: 'the cluster', until: 'until no context moves' },
      { operation: '*.delete', of: 'what names the cluster or is inside of it, each after what names that in turn', until: null },
      { operation: 'cluster.delete', of: 'the cluster', until: null },
    ],
    after:
      'Its state is `Forgotten`; items there are `Forgotten` and count as gone, so that every context comes to its end; `servers[].forgotten` is true and `orchestrator_server_forgotten{server}` 1. If it comes back, nobody drives it: what is on it has to be removed by hand, or the cluster is registered anew, and its sweep removes what nobody owns.',
    needs: 'calls',
  },
  {
    name: 'cluster-refuses-an-object',
    symptom: 'A context is `InstantiateFailed`: a cluster refuses an object, or somebody else has one of that name there.',
    when: { kinds: ['deployment-intent-group', 'logical-cloud', 'cluster'], context: ['InstantiateFailed'], code: null },
    see: [
      {
        at: 'status',
        shows:
          'the resource is `Failed`; its `reason` is what the cluster said, `OWNED_BY` and the context that has it, or `NAMESPACE_ON_HOLD` where the logical cloud was stopped',
      },
      { at: 'metrics', role: 'manager', shows: '`orchestrator_items{status="Failed"}` is above 0' },
      { at: 'metrics', role: 'syncer', shows: '`orchestrator_work_items_set_back{server}` is above 0' },
    ],
    calls: [
      { operation: 'app.replace', of: 'the app whose package holds the object', until: null },
      { operation: 'deployment-intent-group.update', of: 'the group', until: 'until its context is `Instantiated`' },
    ],
    after: 'The context is `Instantiated`. If the cause was on the cluster and was removed there, no call is needed: it is tried again.',
    needs: 'calls',
  },
  {
    name: 'drift',
    symptom: 'Somebody changed or deleted an object on a cluster by hand.',
    when: { kinds: [], context: null, code: null },
    see: [
      {
        at: 'metrics',
        role: 'syncer',
        shows: '`orchestrator_drift_repairs_total` rises; objects of nobody count in `orchestrator_sweep_deletions_total`',
      },
      { at: 'status', shows: 'a resource is `NotReady` for a while' },
    ],
    calls: [],
    after: 'The object is as its manifest says. Fields that the manifest does not have are left as they are.',
    needs: 'time',
  },
  {
    name: 'syncer-is-dead',
    symptom: 'A syncer does not run; its clusters are not driven for the life of a lease (2 to 3 s).',
    when: { kinds: [], context: null, code: null },
    see: [
      { at: 'readiness', role: 'syncer', shows: 'nothing answers, or 503 `NO_MANAGER` where it runs and is cut off' },
      { at: 'inventory', shows: '`servers[].holder` changes, and `servers[].epoch` rises' },
      { at: 'metrics', role: 'syncer', shows: '`orchestrator_servers_granted_total` of another rises' },
    ],
    calls: [],
    after:
      'Another syncer holds its servers in a higher epoch; what the dead one may still have on its way is refused by the clusters. Start it again: it takes its share.',
    needs: 'a node',
  },
];
