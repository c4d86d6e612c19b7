// Every REST operation, derived from the table of kinds: the server's routes and the generators' calls are the same list.
import { type FieldSpec, type KindSpec, verbFields } from './kind.js';
import { kinds } from './kinds.js';

export interface RestOperation {
  /** `<kind>.create|get|list|replace|delete|status`, `<kind>.<life-cycle verb>`, or one of the orchestrator itself, such as `inventory.get`. */
  readonly name: string;
  /** A kind's name; `inventory` for everything that there is, `audit` for what was changed, `manager` for those who keep it, `backup` for its copies. */
  readonly kind: string;
  readonly does:
    | 'create'
    | 'get'
    | 'list'
    | 'replace'
    | 'delete'
    | 'status'
    | 'move'
    | 'inventory'
    | 'audit'
    | 'managers'
    | 'add-manager'
    | 'remove-manager'
    | 'backup'
    | 'restore';
  /** The life-cycle verb of a `move`, else null. */
  readonly verb: string | null;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Template below `/v2`; each `{name}` is one segment. */
  readonly path: string;
  readonly body: BodyShape;
  /** What success answers with. */
  readonly statuses: readonly number[];
}

/** What the body of a call holds. `json` bodies are the document; `multipart` ones hold it as `metadata`, beside a `file`. */
export interface BodyShape {
  readonly encoding: 'none' | 'json' | 'multipart';
  /** `metadata`: a `metadata` record with `name`; `label`: `{ clusterLabel }` alone; `anonymous`: a `metadata` without need of a name; `backup`: as a backup answered. */
  readonly form: 'none' | 'metadata' | 'label' | 'anonymous' | 'backup';
  /** Fields of `spec`. */
  readonly spec: Readonly<Record<string, FieldSpec>>;
  /** Where the whole of `spec` is one value, its type. */
  readonly wholeSpec: FieldSpec | null;
}

const empty: BodyShape = { encoding: 'none', form: 'none', spec: {}, wholeSpec: null };

export const operations: readonly RestOperation[] = [
  ...kinds.flatMap(operationsOf),
  ownOf('inventory'),
  ownOf('audit'),
  { ...ownOf('managers'), name: 'manager.list', kind: 'manager' },
  {
    ...ownOf('add-manager'),
    name: 'manager.add',
    kind: 'manager',
    method: 'POST',
    path: '/managers',
    body: { ...empty, encoding: 'json', form: 'metadata' },
    statuses: [202],
  },
  { ...ownOf('remove-manager'), name: 'manager.remove', kind: 'manager', method: 'DELETE', path: '/managers/{manager}', statuses: [202] },
  ownOf('backup'),
  {
    ...ownOf('restore'),
    name: 'backup.restore',
    kind: 'backup',
    method: 'POST',
    body: { ...empty, encoding: 'json', form: 'backup' },
    statuses: [202],
  },
];

/** What is read of the orchestrator itself. */
function ownOf(name: RestOperation['does']): RestOperation {
  return { name: `${name}.get`, kind: name, does: name, verb: null, method: 'GET', path: `/${name}`, body: empty, statuses: [200] };
}

/** @throws RangeError when there is no such operation */
export function operationNamed(name: string): RestOperation {
  const found = operations.find((each) => each.name === name);
  if (found === undefined) throw new RangeError(`no operation ${name}`);
  return found;
}

function operationsOf(kind: KindSpec): readonly RestOperation[] {
  const body = documentShape(kind);
  const at = { kind: kind.name, verb: null, path: kind.path };
  const made: RestOperation[] = [
    { ...at, name: `${kind.name}.create`, does: 'create', method: 'POST', path: kind.collection, body, statuses: [201] },
    { ...at, name: `${kind.name}.get`, does: 'get', method: 'GET', body: empty, statuses: [200] },
    { ...at, name: `${kind.name}.list`, does: 'list', method: 'GET', path: kind.collection, body: empty, statuses: [200] },
    { ...at, name: `${kind.name}.delete`, does: 'delete', method: 'DELETE', body: empty, statuses: [204] },
  ];
  if (kind.put) made.push({ ...at, name: `${kind.name}.replace`, does: 'replace', method: 'PUT', body, statuses: [200, 201] });
  if (kind.status)
    made.push({
      ...at,
      name: `${kind.name}.status`,
      does: 'status',
      method: 'GET',
      path: `${kind.path}/status`,
      body: empty,
      statuses: [200],
    });
  return [...made, ...kind.verbs.map((verb) => moveOf(kind, verb))];
}

function moveOf(kind: KindSpec, verb: string): RestOperation {
  const spec = verbFields[verb];
  const body: BodyShape = spec === undefined ? empty : { encoding: 'json', form: 'anonymous', spec, wholeSpec: null };
  return {
    name: `${kind.name}.${verb}`,
    kind: kind.name,
    does: 'move',
    verb,
    method: 'POST',
    path: `${kind.path}/${verb}`,
    body,
    statuses: [202],
  };
}

function documentShape(kind: KindSpec): BodyShape {
  const { name, upload, spec, wholeSpec } = kind;
  return { encoding: upload === null ? 'json' : 'multipart', form: name === 'label' ? 'label' : 'metadata', spec, wholeSpec };
}
