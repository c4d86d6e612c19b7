// Server-side apply: a manager says which fields it wants and how; it owns those, and what it wanted before and nobody else owns goes.
import { asObject, type Json, type JsonObject, parseJson } from '../../world/index.js';
import { type Answer, answerRefusal } from './answer.js';
import { mergeApplied, prune } from './apply-merge.js';
import { objectKey, type Stored } from './cluster-state.js';
import { bodyRefusal, createObject } from './create.js';
import { differenceOf, fieldsOf, itemShape, ownable, stepsOf } from './field-diff.js';
import { difference, type FieldSet, isEmptySet, noFields, pathsOf, union } from './field-set.js';
import { type FieldShape, listShape, memberShape, shapeOf } from './field-shape.js';
import { type Author, conflictsOf, isShareOf, othersWithout, type Share, shareNow, sharesOf, withShares } from './managed-fields.js';
import { notFound } from './read.js';
import { badRequest, invalid, type Refusal, refusal } from './refusal.js';
import type { Target } from './route.js';
import { metadataOf } from './stored.js';
import type { Turn } from './turn.js';
import { replaceObject } from './update.js';
import { authorOf, type Writer } from './writer.js';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Applies `config` in the writer's name: creates the object, or changes what it must. Fields of other managers are refused unless forced. */
export function applyObject(turn: Turn, target: Target, config: JsonObject, writer: Writer, forced: boolean): Answer {
  const { type, namespace, name, part } = target;
  const shape = shapeOf(type);
  const bad = configRefusal(target, config, writer, shape);
  if (bad !== null) return answerRefusal(bad);
  const author = authorOf(turn, target, writer.manager, 'Apply');
  const stored = turn.state.objects.get(objectKey(type, namespace, name));
  if (stored !== undefined) return applyTo(turn, target, stored, config, author, forced);
  if (part !== 'whole') return answerRefusal(notFound(type, name));
  const fields = fieldsOf(ownable(config, 'whole'), shape);
  return createObject(turn, target, config, (_before, after) => withShares(after, [{ ...author, fields }]));
}

function configRefusal(target: Target, config: JsonObject, { named }: Writer, shape: FieldShape): Refusal | null {
  if (!named) return invalid('PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch');
  const refused = bodyRefusal(target, config);
  if (refused !== null) return refused;
  const { managedFields, name } = metadataOf(config);
  if (managedFields !== undefined && managedFields !== null) return badRequest('metadata.managedFields must be nil');
  if (name !== target.name) return badRequest('the name of the object does not match the name on the URL');
  const list = keylessList(config, shape, '');
  return list === null ? null : badRequest(`failed to create typed patch object: ${list}: an item has no key, or that of another`);
}

/** The path of a list whose items cannot be told apart. */
function keylessList(value: Json, shape: FieldShape, path: string): string | null {
  if (Array.isArray(value)) {
    if (listShape(shape) === null) return null;
    const steps = stepsOf(value as readonly Json[], shape);
    if (steps === null) return path;
    const inner = itemShape(shape) ?? {};
    return firstOf([...steps], ([step, item]) => keylessList(item, inner, `${path}[${step.slice(2)}]`));
  }
  const entries = Object.entries(asObject(value) ?? {});
  return firstOf(entries, ([name, each]) => keylessList(each, memberShape(shape, name), `${path}.${name}`));
}

function firstOf<T>(items: readonly T[], find: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

function applyTo(turn: Turn, target: Target, stored: Stored, config: JsonObject, author: Author, forced: boolean): Answer {
  const shape = shapeOf(target.type);
  const { part } = author;
  const shares = sharesOf(stored.object, author, shape);
  const live = ownable(stored.object, part);
  const applied = ownable(config, part);
  const fields = fieldsOf(applied, shape);
  const last = shares.find((share) => isShareOf(share, author))?.fields ?? noFields;
  const next = prune(mergeApplied(live, applied, shape), shape, last, union(fields, fieldsOfOthers(shares, author))) ?? {};
  const { changed, removed } = differenceOf(live, next, shape);
  const conflicts = forced ? [] : refusedConflicts(conflictsOf(shares, author, changed), author, live, shape);
  if (conflicts.length > 0) return answerRefusal(conflictRefusal(conflicts));
  const owned = [...othersWithout(shares, author, union(changed, removed)), shareNow(shares, author, fields)];
  return replaceObject(turn, target, stored, wantedOf(config, asObject(next) ?? {}), (_before, after) => withShares(after, owned));
}

/**
 * Without those about fields that are still as kubectl applied them last from its own side: it may take them over, whoever owns them. Source:
 * k8s.io/apimachinery, util/managedfields/internal/lastappliedmanager.go.
 */
function refusedConflicts(conflicts: readonly Share[], author: Author, live: JsonObject, shape: FieldShape): readonly Share[] {
  const annotation = asObject(metadataOf(live)['annotations'])?.[lastApplied];
  const last =
    conflicts.length > 0 && author.manager === 'kubectl' && typeof annotation === 'string' ? asObject(parseJson(annotation)) : null;
  if (last === null) return conflicts;
  const applied = ownable(last, 'whole');
  const still = difference(fieldsOf(applied, shape), differenceOf(live, applied, shape).changed);
  const left = conflicts.map((share) => ({ ...share, fields: difference(share.fields, still) }));
  return left.filter(({ fields }) => !isEmptySet(fields));
}

function fieldsOfOthers(shares: readonly Share[], author: Author): FieldSet {
  return shares.filter((share) => !isShareOf(share, author)).reduce((sum, { fields }) => union(sum, fields), noFields);
}

/** The merged object, under the name and preconditions of what was applied. */
function wantedOf(config: JsonObject, next: JsonObject): JsonObject {
  const { name, namespace, uid, resourceVersion } = metadataOf(config);
  const given = Object.entries({ name, namespace, uid, resourceVersion }).filter(([, value]) => value !== undefined);
  const metadata: JsonObject = { ...metadataOf(next), ...(Object.fromEntries(given) as JsonObject) };
  return { apiVersion: config['apiVersion'] ?? '', kind: config['kind'] ?? '', ...next, metadata };
}

function conflictRefusal(conflicts: readonly Share[]): Refusal {
  const causes = conflicts.flatMap((share) => {
    const message = `conflict with ${nameOf(share)}`;
    return pathsOf(share.fields).map((field) => ({ reason: 'FieldManagerConflict', message, field }));
  });
  const each = conflicts.map(
    (share) =>
      `conflicts with ${nameOf(share)}:\n${pathsOf(share.fields)
        .map((path) => `- ${path}`)
        .join('\n')}`,
  );
  const [only] = causes;
  const message =
    causes.length === 1 && only !== undefined
      ? `Apply failed with 1 conflict: ${only.message}: ${only.field}`
      : `Apply failed with ${causes.length} conflicts: ${each.join('\n')}`;
  return { ...refusal(409, 'Conflict', message), details: { causes } };
}

/** Updates are told apart from applies since their owner did not mean to own. */
function nameOf({ manager, operation, apiVersion, part }: Share): string {
  const where = part === 'whole' ? '' : ` with subresource "${part}"`;
  return operation === 'Apply' ? `"${manager}"${where}` : `"${manager}"${where} using ${apiVersion}`;
}
