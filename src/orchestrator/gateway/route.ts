import { nameLengthMax, namePattern, operations, type RestOperation } from '../../../spec/emco/index.js';
import { type Refused, refuse } from './refused.js';

/** An operation, and the names that stand in its path. */
export interface Route {
  readonly operation: RestOperation;
  readonly names: ReadonlyMap<string, string>;
}

/** What is found where a path ends, and where it may go on. No node has both kinds of branches, so that a walk never turns back. */
interface Junction {
  readonly methods: Map<string, RestOperation>;
  readonly literals: Map<string, Junction>;
  named: { readonly name: string; readonly to: Junction } | null;
}

export type Found = Route | Refused | { readonly allow: string };

/** The operation at these segments below `/v2`. */
export function findRoute(method: string, segments: readonly string[]): Found {
  const names = new Map<string, string>();
  let at: Junction = root;
  for (const segment of segments) {
    const next: Junction | undefined = at.named?.to ?? at.literals.get(segment);
    if (next === undefined) return refuse('ROUTE_UNKNOWN');
    if (at.named !== null) names.set(at.named.name, segment);
    at = next;
  }
  if (at.methods.size === 0) return refuse('ROUTE_UNKNOWN');
  const operation = at.methods.get(method === 'HEAD' ? 'GET' : method);
  if (operation === undefined) return { allow: allowOf(at.methods) };
  for (const name of names.values())
    if (!isName(name)) return refuse('PATH_INVALID', null, 'a name in the path is outside the rule of names');
  return { operation, names };
}

export function isName(name: string): boolean {
  return name.length <= nameLengthMax && namePattern.test(name);
}

function allowOf(methods: ReadonlyMap<string, RestOperation>): string {
  return [...methods.keys()]
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    .sort()
    .join(', ');
}

const root: Junction = plant(operations);

function plant(all: readonly RestOperation[]): Junction {
  const planted = junction();
  for (const operation of all) operation.path.slice(1).split('/').reduce(branch, planted).methods.set(operation.method, operation);
  return planted;
}

function junction(): Junction {
  return { methods: new Map(), literals: new Map(), named: null };
}

function branch(at: Junction, segment: string): Junction {
  if (segment.startsWith('{')) {
    at.named ??= { name: segment.slice(1, -1), to: junction() };
    return at.named.to;
  }
  const next = at.literals.get(segment) ?? junction();
  at.literals.set(segment, next);
  return next;
}
