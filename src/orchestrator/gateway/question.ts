// A validated request as what a manager is asked.
import { fillPath, kindNamed, type RestOperation } from '../../../spec/emco/index.js';
import { asObject, type JsonObject, type Micros, type Request } from '../../world/index.js';
import type { Command, Key, Query, StatusView, Verb } from '../wire/command.js';
import type { Limits } from '../wire/config.js';
import type { GatewayRules } from './gateway-rules.js';
import { takesJson, type Wishes } from './headers.js';
import { type Body, readBody } from './read-body.js';
import { readAuditWish } from './read-audit-query.js';
import { readFlag, readStatusView } from './read-query.js';
import { isRefused, type Refused, refuse } from './refused.js';
import type { Route } from './route.js';

/** What to ask, and what the answer to the caller needs to know of the request. */
export interface Question {
  readonly ask: { readonly command: Command } | { readonly query: Query };
  /** Path of what is made by a POST. */
  readonly location: string | null;
  /** Paths of fields of the body that were left out. */
  readonly unknown: readonly string[];
  /** How long an answer with nothing in it is put off. */
  readonly wait?: Micros;
}

export function questionOf(route: Route, request: Request, wishes: Wishes, limits: Limits, rules: GatewayRules): Question | Refused {
  const { operation } = route;
  const body = readBody(operation, request, limits, rules);
  if (isRefused(body)) return body;
  if (operation.method === 'GET') return queryOf(route, request);
  if (wishes.ifMatch !== null && operation.does !== 'replace' && operation.does !== 'delete')
    return refuse('HEADER_INVALID', 'if-match', 'only PUT and DELETE take it');
  const command = ownCommandOf(route, body, request) ?? commandOf(route, body, wishes);
  if (isRefused(command)) return command;
  return {
    ask: { command },
    location: operation.does === 'create' && 'key' in command ? rules.locationOf(command.key) : null,
    unknown: body.unknown,
  };
}

function queryOf({ operation, names }: Route, { headers, path }: Request): Question | Refused {
  if (operation.does === 'audit') return auditQueryOf(path);
  const view = operation.does === 'status' ? readStatusView(path) : null;
  if (view !== null && isRefused(view)) return view;
  const query = askOf(operation, names, view);
  if (query.ask === 'get' && kindNamed(query.kind).upload !== null && !takesJson(headers['accept']))
    return refuse('NOT_ACCEPTABLE', 'accept', 'application/json');
  return { ask: { query }, location: null, unknown: [] };
}

function auditQueryOf(path: string): Question | Refused {
  const wish = readAuditWish(path);
  if (isRefused(wish)) return wish;
  const { after, limit, wait } = wish;
  return { ask: { query: { ask: 'audit', after, limit } }, location: null, unknown: [], wait };
}

function askOf({ does, kind }: RestOperation, names: ReadonlyMap<string, string>, view: StatusView | null): Query {
  if (does === 'inventory' || does === 'managers' || does === 'backup') return { ask: does };
  const spec = kindNamed(kind);
  if (does === 'list') return { ask: 'list', kind, parent: spec.parent === null ? null : fillPath(kindNamed(spec.parent).path, names) };
  const key = fillPath(spec.path, names);
  return does === 'status' ? { ask: 'status', kind, key, view } : { ask: 'get', kind, key };
}

/** What is asked of the orchestrator itself; null where it is about a document. */
function ownCommandOf({ operation, names }: Route, { document }: Body, { path }: Request): Command | Refused | null {
  const named = (change: 'add' | 'remove', member: string): Command => ({ do: 'members', change, member, against: null });
  switch (operation.does) {
    case 'add-manager':
      return named('add', String(asObject(document?.['metadata'])?.['name']));
    case 'remove-manager':
      return named('remove', names.get('manager') ?? '');
    case 'restore': {
      const force = readFlag(path, 'force');
      return typeof force === 'boolean' ? { do: 'restore', backup: document, force } : force;
    }
    default:
      return null;
  }
}

function commandOf({ operation, names }: Route, { document, payload }: Body, { ifMatch, ifNoneMatch }: Wishes): Command | Refused {
  const { kind, does, verb } = operation;
  const { path } = kindNamed(kind);
  if (does === 'delete') return { do: 'delete', kind, key: fillPath(path, names), ifMatch };
  if (does === 'move') return { do: 'move', kind, key: fillPath(path, names), verb: verb as Verb, body: document };
  const own = ownNames(operation, document ?? {});
  if (does === 'create') return { do: 'create', kind, key: fillPath(path, new Map([...names, ...own])), body: document, payload };
  return replaceOf(kind, fillPath(path, names), misnamed(names, own), { document, payload }, ifMatch, ifNoneMatch);
}

interface Content {
  readonly document: JsonObject | null;
  readonly payload: Body['payload'];
}

/** PUT with `If-None-Match: *` only ever creates. */
function replaceOf(
  kind: string,
  key: Key,
  bad: Refused | null,
  { document: body, payload }: Content,
  ifMatch: string | null,
  ifNoneMatch: string | null,
): Command | Refused {
  if (bad !== null) return bad;
  if (ifNoneMatch === '*') return { do: 'create', kind, key, body, payload };
  return { do: 'replace', kind, key, body, payload, ifMatch };
}

/** The names in a document that make the last segments of its path. */
function ownNames({ kind }: RestOperation, document: JsonObject): ReadonlyMap<string, string> {
  if (kind === 'label') return new Map([['label', String(document['clusterLabel'])]]);
  const name = String(asObject(document['metadata'])?.['name']);
  if (kind !== 'composite-app') return new Map([[kind, name]]);
  return new Map([
    [kind, name],
    ['version', String(asObject(document['spec'])?.['compositeAppVersion'])],
  ]);
}

function misnamed(names: ReadonlyMap<string, string>, own: ReadonlyMap<string, string>): Refused | null {
  for (const [name, value] of own) {
    const field = name === 'label' ? 'clusterLabel' : name === 'version' ? 'spec.compositeAppVersion' : 'metadata.name';
    if (names.get(name) !== value) return refuse('NAME_MISMATCH', field, `the path says ${String(names.get(name))}`);
  }
  return null;
}
