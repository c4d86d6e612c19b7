import { asObject, base64Of, bytesOf, type Json, type JsonObject } from '../../world/index.js';
import { metadataOf, withMetadata } from './stored.js';

/** Kinds whose spec is counted in metadata.generation. */
const generationKinds: ReadonlySet<string> = new Set([
  'Deployment',
  'Job',
  'NetworkPolicy',
  'Ingress',
  'Network',
  'ProviderNetwork',
  'ResourceBundleState',
]);

export const hasGeneration = (object: JsonObject): boolean => generationKinds.has(String(object['kind']));

/** The object with what the server fills in where the caller was silent. `revision` seeds a Service's address, so that none is given twice. */
export function withDefaults(object: JsonObject, revision: number): JsonObject {
  switch (object['kind']) {
    case 'Namespace':
      return namespaceDefaults(object);
    case 'Secret':
      return secretDefaults(object);
    case 'Service':
      return { ...object, spec: serviceSpec(asObject(object['spec']) ?? {}, revision) };
    case 'Deployment':
      return { ...object, spec: { replicas: 1, ...asObject(object['spec']) } };
    case 'Job':
      return { ...object, spec: { parallelism: 1, completions: 1, ...asObject(object['spec']) } };
    default:
      return object;
  }
}

function namespaceDefaults(object: JsonObject): JsonObject {
  const metadata = metadataOf(object);
  const labels = { ...asObject(metadata['labels']), 'kubernetes.io/metadata.name': metadata['name'] ?? '' };
  return {
    ...withMetadata(object, { labels }),
    spec: { finalizers: ['kubernetes'] },
    status: asObject(object['status']) ?? { phase: 'Active' },
  };
}

function secretDefaults(object: JsonObject): JsonObject {
  const { stringData, ...rest } = object;
  const texts = asObject(stringData);
  const encoded = Object.entries(texts ?? {}).map(([key, value]): [string, Json] => [key, base64Of(bytesOf(String(value)))]);
  return {
    ...rest,
    ...(texts === null ? {} : { data: { ...asObject(rest['data']), ...Object.fromEntries(encoded) } }),
    type: rest['type'] ?? 'Opaque',
  };
}

function serviceSpec(spec: JsonObject, revision: number): JsonObject {
  const ports = Array.isArray(spec['ports']) ? { ports: spec['ports'].map(portDefaults) } : {};
  const filled = { type: 'ClusterIP', sessionAffinity: 'None', ...spec, ...ports };
  if (filled.type === 'ExternalName' || typeof spec['clusterIP'] === 'string') return filled;
  return { ...filled, clusterIP: `10.${96 + ((revision >>> 16) & 15)}.${(revision >>> 8) & 255}.${revision & 255}` };
}

function portDefaults(value: Json): Json {
  const port = asObject(value) ?? {};
  return { protocol: 'TCP', targetPort: port['port'] ?? 0, ...port };
}
