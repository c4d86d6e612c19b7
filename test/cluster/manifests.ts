// One manifest of each kind that syncers drive, without its metadata.
import type { JsonObject } from '../../src/world/index.js';

const labels: JsonObject = { app: 'web' };
const template: JsonObject = {
  metadata: { labels },
  spec: { containers: [{ name: 'web', image: 'web:1', ports: [{ containerPort: 80 }] }] },
};
const role = 'rbac.authorization.k8s.io/v1';
const plugin = 'k8s.plugin.opnfv.org/v1alpha1';

export const manifests: readonly JsonObject[] = [
  { apiVersion: 'v1', kind: 'ConfigMap', data: { a: '1' } },
  { apiVersion: 'v1', kind: 'Secret', stringData: { a: 'secret' } },
  { apiVersion: 'v1', kind: 'Service', spec: { selector: labels, ports: [{ port: 80 }] } },
  { apiVersion: 'v1', kind: 'ServiceAccount' },
  { apiVersion: 'v1', kind: 'ResourceQuota', spec: { hard: { 'limits.cpu': '4' } } },
  { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 2, selector: { matchLabels: labels }, template } },
  {
    apiVersion: 'batch/v1',
    kind: 'Job',
    spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'job', image: 'job:1' }] } } },
  },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec: { podSelector: { matchLabels: labels }, policyTypes: ['Ingress'] } },
  { apiVersion: role, kind: 'Role', rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  {
    apiVersion: role,
    kind: 'RoleBinding',
    subjects: [{ kind: 'User', name: 'u', apiGroup: 'rbac.authorization.k8s.io' }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
  },
  { apiVersion: role, kind: 'ClusterRole', rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  { apiVersion: plugin, kind: 'ProviderNetwork', spec: { cniType: 'ovn4nfv' } },
  { apiVersion: 'k8splugin.io/v1alpha1', kind: 'ResourceBundleState', spec: { selector: { matchLabels: labels } } },
];
