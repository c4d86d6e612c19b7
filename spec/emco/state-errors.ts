import type { ErrorSpec } from './error.js';

const written = ['create', 'replace', 'delete', 'move'] as const;
const sent = ['create', 'replace'] as const;
/** Calls that work out what is to be on which cluster. */
const planned = { to: ['move'], verbs: ['instantiate', 'update', 'rollback', 'migrate', 'apply'] } as const;
const plannedClouds = { ...planned, kinds: ['logical-cloud'] } as const;
const plannedGroups = { ...planned, kinds: ['deployment-intent-group'] } as const;
const clouds = { to: sent, kinds: ['logical-cloud'] } as const;
const rolledBack = { to: ['move'], verbs: ['rollback'] } as const;
const servers = { to: sent, uploads: ['kubeconfig'] } as const;

/** Every machine word of the replicated state machine. */
export const stateErrors = {
  NOT_FOUND: { status: 404, title: 'There is no such resource.', to: ['get', 'status', 'delete', 'move', 'remove-manager'] },
  KIND_UNKNOWN: { status: 404, title: 'There is no such kind.', to: [] },
  PARENT_MISSING: { status: 404, title: 'The resource that it would be in does not exist.', to: [...sent, 'list'], only: 'inside' },
  REFERENCE_MISSING: {
    status: 404,
    title: 'A resource that it names does not exist.',
    to: [...sent, 'move'],
    verbs: ['approve', 'instantiate', 'update', 'migrate'],
    only: 'naming',
  },
  SERVER_UNKNOWN: { status: 404, title: 'No cluster is registered with this server.', to: [] },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The path does not take this method.', to: [] },
  ALREADY_EXISTS: { status: 409, title: 'There is such a resource already.', to: ['create', 'add-manager'] },
  HAS_CHILDREN: { status: 409, title: 'Other resources are still in it.', to: ['delete'] },
  REFERENCED: { status: 409, title: 'Other resources still name it.', to: ['delete'] },
  ILLEGAL_STATE: { status: 409, title: 'Its state does not allow this.', to: [...written, 'status'] },
  SERVER_TAKEN: { status: 409, title: 'Another cluster is registered with this server.', ...servers },
  STALE_EPOCH: { status: 409, title: 'Another syncer holds the server by now.', to: [] },
  CLUSTER_FORGOTTEN: { status: 409, title: 'The cluster was given up.', ...planned },
  CLOUD_NOT_READY: { status: 409, title: 'The logical cloud is not instantiated.', ...plannedGroups },
  CLOUD_IN_USE: {
    status: 409,
    title: 'A deployment intent group still runs in the logical cloud.',
    to: ['move'],
    verbs: ['terminate'],
    kinds: ['logical-cloud'],
  },
  CLOUD_EMPTY: { status: 409, title: 'The logical cloud has no clusters.', ...plannedClouds },
  CLUSTER_NOT_IN_CLOUD: { status: 409, title: 'The cluster is not in the logical cloud.', ...plannedGroups },
  CLUSTER_IN_USE: { status: 409, title: 'A deployment intent group still runs on the cluster.', ...plannedClouds },
  PERMISSION_MISSING: { status: 409, title: 'The logical cloud has no user permission for its own namespace.', ...plannedClouds },
  NAMESPACE_TAKEN: { status: 409, title: 'Another logical cloud has the namespace on this cluster.', ...plannedClouds },
  OBJECT_TAKEN: { status: 409, title: 'Another context has an object of this name on the cluster.', ...planned },
  PLACEMENT_MISSING: { status: 409, title: 'An app has no placement.', ...plannedGroups },
  PLACEMENT_EMPTY: { status: 409, title: 'A placement comes to no cluster.', ...plannedGroups },
  NETWORK_MISSING: { status: 409, title: 'The cluster has no networks to apply.', to: ['move'], verbs: ['apply'] },
  QUOTA_NOT_ALLOWED: { status: 409, title: 'A logical cloud of level 0 cannot have quotas.', ...plannedClouds },
  DEPENDENCY_CIRCULAR: { status: 409, title: 'The apps would wait for each other.', to: sent, kinds: ['app-dependency'] },
  TARGET_NOT_APPROVED: { status: 409, title: 'The group to migrate to is not approved.', to: ['move'], verbs: ['migrate'] },
  REVISION_MISSING: { status: 409, title: 'The revision is not kept.', ...rolledBack },
  LAST_MANAGER: { status: 409, title: 'It is the last manager that decides.', to: ['remove-manager'] },
  MANAGERS_FULL: { status: 409, title: 'There are as many managers as there may be.', to: ['add-manager'] },
  CHANGE_IN_FLIGHT: { status: 409, title: 'The managers are being changed already.', to: ['add-manager', 'remove-manager'] },
  QUORUM_AT_RISK: { status: 409, title: 'Too many of the managers that would be left are not heard of.', to: ['remove-manager'] },
  STATE_TOO_LARGE: { status: 409, title: 'There is more than a backup can hold.', to: ['backup'] },
  STATE_NOT_EMPTY: { status: 409, title: 'There is something that a restore would replace.', to: ['restore'] },
  AUDIT_GONE: { status: 410, title: 'The audit does not go back so far, or not yet so far on.', to: ['audit'] },
  PRECONDITION_FAILED: { status: 412, title: 'It is not in the version that was asked for.', to: ['replace', 'delete'] },
  BACKUP_INVALID: { status: 422, title: 'It is no backup, or it is damaged.', to: ['restore'] },
  KEY_REUSED: {
    status: 422,
    title: 'The idempotency key was used for another call.',
    to: [...written, 'add-manager', 'remove-manager', 'restore'],
  },
  SERVER_MISSING: { status: 422, title: 'The kubeconfig names no server.', ...servers },
  NAMESPACE_MISSING: { status: 422, title: 'A logical cloud of level 1 names its namespace.', ...clouds },
  NAMESPACE_RESERVED: { status: 422, title: 'The namespace is one of Kubernetes itself.', ...clouds },
  REVISION_MALFORMED: { status: 422, title: 'A revision is a whole number above 0, as a text.', ...rolledBack },
  RENDER_FAILED: { status: 422, title: 'A package cannot be rendered.', ...planned, kinds: ['deployment-intent-group', 'cluster'] },
} as const satisfies Readonly<Record<string, ErrorSpec>>;
