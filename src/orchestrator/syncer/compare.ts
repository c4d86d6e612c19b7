// Whether an object in a cluster is what its manifest says, although the cluster filled in what the manifest leaves open.
import { asObject, base64Of, bytesOf, finish, hashJson, type Json, type JsonObject } from '../../world/index.js';
import { ownerLabel } from '../wire/command.js';

/** Says which manifest was applied last, so that a member that a newer manifest lacks is noticed. */
const appliedAnnotation = 'orchestrator.applied';
/** Members that nobody but the manifest fills: here an extra key is drift, too. */
const wholeMembers: ReadonlySet<string> = new Set(['data', 'binaryData', 'rules', 'subjects', 'roleRef']);

export function metadataOf(object: JsonObject): JsonObject {
  return asObject(object['metadata']) ?? {};
}

export function ownerOf(object: JsonObject): string | null {
  const owner = asObject(metadataOf(object)['labels'])?.[ownerLabel];
  return typeof owner === 'string' ? owner : null;
}

/** The manifest as it is sent: Secrets encoded, and marked with its own hash. */
export function preparedManifest(manifest: JsonObject): JsonObject {
  const encoded = withEncodedData(manifest);
  const metadata = metadataOf(encoded);
  const annotations = { ...asObject(metadata['annotations']), [appliedAnnotation]: finish(hashJson(0, manifest)).toString(16) };
  return { ...encoded, metadata: { ...metadata, annotations } };
}

function withEncodedData(manifest: JsonObject): JsonObject {
  const texts = asObject(manifest['stringData']);
  if (texts === null) return manifest;
  const { stringData: _texts, ...rest } = manifest;
  const encoded = Object.entries(texts).map(([key, value]): [string, Json] => [key, base64Of(bytesOf(String(value)))]);
  return { ...rest, data: { ...asObject(rest['data']), ...Object.fromEntries(encoded) } };
}

/** Whether `live` must be written to be what `prepared` says. */
export function differs(prepared: JsonObject, live: JsonObject): boolean {
  const members = new Set([...Object.keys(prepared), ...wholeMembers]);
  for (const member of members) {
    if (member === 'status') continue;
    const wanted = prepared[member];
    const found = live[member];
    if (
      wholeMembers.has(member) ? !(covers(wanted ?? {}, found ?? {}) && covers(found ?? {}, wanted ?? {})) : !covers(wanted ?? null, found)
    )
      return true;
  }
  return false;
}

/** Whether `found` has everything of `wanted`; lists are compared item by item. */
function covers(wanted: Json, found: Json | undefined): boolean {
  if (wanted === found) return true;
  if (Array.isArray(wanted))
    return (
      Array.isArray(found) &&
      wanted.length === found.length &&
      wanted.every((each: Json, index) => covers(each, (found as readonly Json[])[index]))
    );
  const members = asObject(wanted);
  const object = asObject(found);
  if (members === null) return wanted === null && found === undefined;
  if (object === null) return found === undefined && Object.keys(members).length === 0;
  return Object.entries(members).every(([name, each]) => covers(each, Object.hasOwn(object, name) ? object[name] : undefined));
}

/** What is sent to make `live` into `prepared`: others' labels, annotations and finalizers stay, and what only the cluster may say. */
export function updateOf(prepared: JsonObject, live: JsonObject, resourceVersion: string | null): JsonObject {
  const wanted = metadataOf(prepared);
  const { resourceVersion: _version, ...kept } = metadataOf(live);
  const both = (name: string): JsonObject => ({ ...asObject(kept[name]), ...asObject(wanted[name]) });
  const metadata = {
    ...kept,
    ...wanted,
    labels: both('labels'),
    annotations: both('annotations'),
    ...(resourceVersion === null ? {} : { resourceVersion }),
  };
  const spec = asObject(prepared['spec']);
  const filled = spec === null ? null : specFilled(spec, live);
  return { ...prepared, metadata, ...(filled === null || filled === spec ? {} : { spec: filled }) };
}

/** `spec` with what a cluster chose at creation and lets nobody change: the address of a Service, how a Job knows its pods. */
function specFilled(spec: JsonObject, live: JsonObject): JsonObject {
  const { clusterIP, selector, template } = asObject(live['spec']) ?? {};
  if (live['kind'] === 'Service' && clusterIP !== undefined) return { clusterIP, ...spec };
  if (live['kind'] !== 'Job' || selector === undefined) return spec;
  const wanted = asObject(spec['template']) ?? {};
  const labels = { ...asObject(metadataOf(asObject(template) ?? {})['labels']), ...asObject(metadataOf(wanted)['labels']) };
  return { selector, ...spec, template: { ...wanted, metadata: { ...metadataOf(wanted), labels } } };
}
