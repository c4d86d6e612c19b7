// Lists: as of now or of a version that is still remembered, whole or in pages that all show the same version.
import {
  asObject,
  base64Of,
  bytesOf,
  bytesOfBase64,
  type Json,
  type JsonObject,
  type Micros,
  parseJson,
  textOf,
} from '../../world/index.js';
import { type Answer, answerJson, answerRefusal } from './answer.js';
import { type ClusterState, objectKey, type Stored } from './cluster-state.js';
import { compareStored, isSelected, selectObjects, type Selection } from './read.js';
import { badRequest, invalid, isRefusal, type Refusal, refusal } from './refusal.js';
import { type Included, tableOf } from './table.js';

/** What the query of a list asks for besides its selection. */
interface Page {
  readonly revision: number;
  /** 0: all. */
  readonly limit: number;
  /** Items up to this one were listed before: `namespace/name`. */
  readonly after: string | null;
}

const VERSION = 'meta.k8s.io/v1';

export function listObjects(
  state: ClusterState,
  selection: Selection,
  query: URLSearchParams,
  table: Included | null,
  wall: Micros,
): Answer {
  const page = pageOf(state, query);
  if (isRefusal(page)) return answerRefusal(page);
  const all = objectsAt(state, selection, page.revision);
  const { items, metadata } = cut(all, page, selection);
  const { apiVersion, kind } = selection.type;
  if (table !== null) return answerJson(200, tableOf(selection.type, items, metadata, table, wall));
  const head = JSON.stringify({ kind: `${kind}List`, apiVersion, metadata });
  return { status: 200, body: `${head.slice(0, -1)},"items":[${items.map((stored) => stored.text).join(',')}]}` };
}

function pageOf(state: ClusterState, query: URLSearchParams): Page | Refusal {
  const limit = Number(query.get('limit') ?? 0);
  if (!Number.isInteger(limit) || limit < 0) return badRequest('limit is a whole number');
  const token = query.get('continue') ?? '';
  const version = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch') ?? '';
  if (token !== '')
    return version === '' && match === ''
      ? continued(state, token, limit)
      : badRequest('a continued list has its resource version already');
  const now: Page = { revision: state.revision, limit, after: null };
  if (version === '')
    return match === ''
      ? now
      : invalid('resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided');
  if (!/^\d{1,15}$/.test(version)) return badRequest('resourceVersion is a number');
  const revision = Number(version);
  const isExact = match === 'Exact' || (match === '' && limit > 0 && revision > 0);
  if (match !== '' && match !== 'Exact' && match !== 'NotOlderThan') return invalid(`resourceVersionMatch: Unsupported value: "${match}"`);
  if (isExact && revision === 0) return invalid('resourceVersionMatch: Forbidden: "Exact" is forbidden for resourceVersion "0"');
  if (revision > state.revision) return tooLarge(state, version);
  if (!isExact) return now;
  return revision < state.forgotten ? expired(version, state) : { ...now, revision };
}

export function tooLarge(state: ClusterState, version: string): Refusal {
  const refused = refusal(504, 'Timeout', `Too large resource version: ${version}, current: ${state.revision}`);
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  return { ...refused, details: { causes, retryAfterSeconds: 1 } };
}

export function expired(version: string, state: ClusterState): Refusal {
  return refusal(410, 'Expired', `too old resource version: ${version} (${state.forgotten})`);
}

function continued(state: ClusterState, token: string, limit: number): Page | Refusal {
  const { v, rv, start } = asObject(parseJson(textOf(bytesOfBase64(token)))) ?? {};
  if (v !== VERSION || typeof rv !== 'number' || typeof start !== 'string' || rv > state.revision)
    return badRequest('continue key is not valid: it is none that this server gave');
  if (rv >= state.forgotten) return { revision: rv, limit, after: start };
  return refusal(
    410,
    'Expired',
    'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.',
  );
}

function cut(
  all: readonly Stored[],
  { limit, after, revision }: Page,
  selection: Selection,
): { readonly items: readonly Stored[]; readonly metadata: JsonObject } {
  const resourceVersion = String(revision);
  const rest = after === null ? all : all.filter((stored) => placeOf(stored) > after);
  if (limit === 0 || rest.length <= limit) return { items: rest, metadata: { resourceVersion } };
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const token: Json = { v: VERSION, rv: revision, start: last === undefined ? '' : placeOf(last) };
  const whole = selection.selector.length === 0 && selection.name === null;
  const remaining = whole ? { remainingItemCount: rest.length - limit } : {};
  return { items, metadata: { resourceVersion, continue: base64Of(bytesOf(JSON.stringify(token))), ...remaining } };
}

/** Sorts as lists do: a character that no name has parts the two. */
const placeOf = ({ namespace, name }: Stored): string => `${namespace}\u0000${name}`;

/** The selected objects as they were at a version after `forgotten`: what happened since is undone. */
function objectsAt(state: ClusterState, selection: Selection, revision: number): readonly Stored[] {
  if (revision >= state.revision) return selectObjects(state, selection);
  const then = new Map<string, Stored | null>();
  for (let at = state.history.length - 1; at >= 0; at--) {
    const entry = state.history[at];
    if (entry === undefined || entry.revision <= revision) break;
    const stored = entry.after ?? entry.before;
    if (stored !== null) then.set(objectKey(stored.type, stored.namespace, stored.name), entry.before);
  }
  const kept = selectObjects(state, selection).filter((stored) => !then.has(objectKey(stored.type, stored.namespace, stored.name)));
  const undone = [...then.values()].filter((stored) => stored !== null && isSelected(selection, stored)) as Stored[];
  return [...kept, ...undone].sort(compareStored);
}
