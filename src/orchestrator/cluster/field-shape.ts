// Which lists of an object are merged by key, which as sets, and which maps are one value. Source: the extensions `x-kubernetes-list-map-keys`,
// `-list-type`, `-map-type`, `-patch-merge-key` and `-patch-strategy` of Kubernetes' own OpenAPI document, v1.32. What is not here is a plain map or a list that is one value.
import type { ResourceType } from './resource-types.js';

/** What is known of a field. `{}`: a map merged member by member, a scalar, or a list that is one value. */
export interface FieldShape {
  /** A list merged item by item. */
  readonly list?: 'set' | KeyedList;
  /** A map that is one value: owned and replaced whole by server-side apply. */
  readonly atomic?: true;
  readonly members?: { readonly [name: string]: FieldShape };
}

export interface KeyedList {
  /** By which server-side apply knows an item. */
  readonly keys: readonly string[];
  /** By which a strategic merge patch does: one key alone, even where two tell items apart. Null: to such a patch the list is one value. */
  readonly mergeKey: string | null;
  readonly items: FieldShape;
}

const plain: FieldShape = {};
const atomic: FieldShape = { atomic: true };
const set: FieldShape = { list: 'set' };

/** Keys that an item may leave out. */
export const keyDefaults: { readonly [key: string]: string } = { protocol: 'TCP' };

function keyed(keys: readonly string[], items: FieldShape = plain, mergeKey: string | null = keys[0] ?? null): FieldShape {
  return { list: { keys, mergeKey, items } };
}

const metadata: FieldShape = { members: { finalizers: set, ownerReferences: keyed(['uid'], atomic) } };
const conditions = keyed(['type']);
const selected = { members: { selector: atomic } };

const valueFrom: FieldShape = {
  members: { configMapKeyRef: atomic, secretKeyRef: atomic, fieldRef: atomic, resourceFieldRef: atomic },
};
const container: FieldShape = {
  members: {
    env: keyed(['name'], { members: { valueFrom } }),
    ports: keyed(['containerPort', 'protocol']),
    volumeDevices: keyed(['devicePath']),
    volumeMounts: keyed(['mountPath']),
    resources: { members: { claims: keyed(['name'], plain, null) } },
  },
};
const volumeClaimTemplate: FieldShape = { members: { metadata, spec: selected } };
const volume: FieldShape = {
  members: { csi: { members: { nodePublishSecretRef: atomic } }, ephemeral: { members: { volumeClaimTemplate } } },
};
const nodeAffinity: FieldShape = { members: { requiredDuringSchedulingIgnoredDuringExecution: atomic } };
const podSpec: FieldShape = {
  members: {
    containers: keyed(['name'], container),
    initContainers: keyed(['name'], container),
    ephemeralContainers: keyed(['name'], container),
    volumes: keyed(['name'], volume),
    hostAliases: keyed(['ip']),
    imagePullSecrets: keyed(['name'], atomic),
    resourceClaims: keyed(['name']),
    schedulingGates: keyed(['name']),
    topologySpreadConstraints: keyed(['topologyKey', 'whenUnsatisfiable'], { members: { labelSelector: atomic } }),
    nodeSelector: atomic,
    affinity: { members: { nodeAffinity } },
  },
};
const template: FieldShape = { members: { metadata, spec: podSpec } };

function whole(spec: FieldShape, status: FieldShape = plain, more: FieldShape['members'] = {}): FieldShape {
  return { members: { metadata, spec, status, ...more } };
}

const withConditions: FieldShape = { members: { conditions } };
const jobStatus: FieldShape = { members: { conditions: keyed([], plain, 'type') } };
const other = whole(plain);
const byKind: { readonly [kind: string]: FieldShape } = {
  Namespace: whole(plain, withConditions),
  Service: whole({ members: { ports: keyed(['port', 'protocol']), selector: atomic } }, withConditions),
  ServiceAccount: whole(plain, plain, { secrets: keyed(['name'], atomic) }),
  ResourceQuota: whole({ members: { scopeSelector: atomic } }),
  PersistentVolumeClaim: whole({ members: { selector: atomic, dataSource: atomic } }, withConditions),
  Deployment: whole({ members: { selector: atomic, template } }, withConditions),
  Job: whole({ members: { selector: atomic, template } }, jobStatus),
  NetworkPolicy: whole({ members: { podSelector: atomic } }),
  RoleBinding: whole(plain, plain, { roleRef: atomic }),
  ClusterRoleBinding: whole(plain, plain, { roleRef: atomic }),
  ValidatingAdmissionPolicy: whole({
    members: { matchConstraints: atomic, paramKind: atomic, matchConditions: keyed(['name']), variables: keyed(['name'], atomic) },
  }),
};

/** The shape of all objects of a kind. */
export function shapeOf(type: ResourceType): FieldShape {
  return type.custom ? other : (byKind[type.kind] ?? other);
}

export function memberShape(shape: FieldShape, name: string): FieldShape {
  const { members } = shape;
  return members !== undefined && Object.hasOwn(members, name) ? (members[name] ?? plain) : plain;
}

/** How server-side apply sees the items of a list; null when the list is one value to it. */
export function listShape({ list }: FieldShape): 'set' | KeyedList | null {
  return list === undefined || (list !== 'set' && list.keys.length === 0) ? null : list;
}
