import type { KindSpec } from '../kind.js';
import { cloud, name, namespace, optional, project, row } from './row.js';

const strings = { type: 'strings', required: false } as const;

/** Logical clouds: a tenant's share of some clusters. Source: emco-base 22.09, dcm. */
export const cloudKinds: readonly KindSpec[] = [
  row('logical-cloud', 'project', `${project}/logical-clouds`, {
    verbs: ['instantiate', 'terminate', 'stop', 'update'],
    status: true,
    spec: {
      level: { ...optional, oneOf: ['0', '1'] },
      namespace,
      labels: { type: 'labels', required: false },
      user: { type: 'user', required: false },
    },
  }),
  row('cluster-reference', 'logical-cloud', `${cloud}/cluster-references`, {
    put: false,
    spec: { clusterProvider: name, cluster: name, loadBalancerIP: optional },
  }),
  row('user-permission', 'logical-cloud', `${cloud}/user-permissions`, {
    put: false,
    spec: { namespace, apiGroups: strings, resources: strings, verbs: strings },
  }),
  row('cluster-quota', 'logical-cloud', `${cloud}/cluster-quotas`, { put: false, wholeSpec: { type: 'quantities', required: true } }),
  row('logical-cloud-kv', 'logical-cloud', `${cloud}/kv-pairs`, { put: false, spec: { kv: { type: 'key-values', required: true } } }),
];
