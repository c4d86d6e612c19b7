/** One kind of object and where the API keeps it. */
export interface ResourceType {
  /** `v1`, `apps/v1`, … */
  readonly apiVersion: string;
  readonly kind: string;
  /** As in paths and policies. */
  readonly plural: string;
  readonly namespaced: boolean;
  /** Which rule names of this kind follow. */
  readonly names: 'label' | 'label-1035' | 'subdomain' | 'path';
  /** Whether it is a custom resource: those know no strategic merge. */
  readonly custom: boolean;
}

function type(
  apiVersion: string,
  kind: string,
  plural: string,
  namespaced: boolean,
  names: ResourceType['names'] = 'subdomain',
): ResourceType {
  return { apiVersion, kind, plural, namespaced, names, custom: false };
}

function custom(apiVersion: string, kind: string, plural: string, namespaced: boolean): ResourceType {
  return { ...type(apiVersion, kind, plural, namespaced), custom: true };
}

/** What an edge cluster serves, in the order of discovery. */
export const resourceTypes: readonly ResourceType[] = [
  type('v1', 'Namespace', 'namespaces', false, 'label'),
  type('v1', 'ConfigMap', 'configmaps', true),
  type('v1', 'Secret', 'secrets', true),
  type('v1', 'Service', 'services', true, 'label-1035'),
  type('v1', 'ServiceAccount', 'serviceaccounts', true),
  type('v1', 'ResourceQuota', 'resourcequotas', true),
  type('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', true),
  type('apps/v1', 'Deployment', 'deployments', true),
  type('batch/v1', 'Job', 'jobs', true),
  type('coordination.k8s.io/v1', 'Lease', 'leases', true),
  type('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', true),
  type('networking.k8s.io/v1', 'Ingress', 'ingresses', true),
  type('rbac.authorization.k8s.io/v1', 'Role', 'roles', true, 'path'),
  type('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings', true, 'path'),
  type('rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', false, 'path'),
  type('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'clusterrolebindings', false, 'path'),
  type('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'validatingadmissionpolicies', false),
  custom('k8s.plugin.opnfv.org/v1alpha1', 'Network', 'networks', false),
  custom('k8s.plugin.opnfv.org/v1alpha1', 'ProviderNetwork', 'providernetworks', false),
  custom('k8splugin.io/v1alpha1', 'ResourceBundleState', 'resourcebundlestates', true),
  custom('k8s.plugin.opnfv.org/v1alpha1', 'NetworkChaining', 'networkchainings', true),
];

const byKind = new Map(resourceTypes.map((each) => [`${each.apiVersion}/${each.kind}`, each]));
const byPlural = new Map(resourceTypes.map((each) => [`${each.apiVersion}/${each.plural}`, each]));

/** Null when no cluster of ours serves that kind. */
export function typeOfKind(apiVersion: string, kind: string): ResourceType | null {
  return byKind.get(`${apiVersion}/${kind}`) ?? null;
}

export function typeOfPlural(apiVersion: string, plural: string): ResourceType | null {
  return byPlural.get(`${apiVersion}/${plural}`) ?? null;
}

/** The path of a collection; all namespaces where `namespace` is empty. */
export function collectionPath(type: Pick<ResourceType, 'apiVersion' | 'plural'>, namespace: string): string {
  const root = type.apiVersion.includes('/') ? `/apis/${type.apiVersion}` : `/api/${type.apiVersion}`;
  return namespace === '' ? `${root}/${type.plural}` : `${root}/namespaces/${namespace}/${type.plural}`;
}
