import { remember } from '../../world/index.js';
import { badRequest, pageNotFound, type Refusal } from './refusal.js';
import { definitionType } from './definitions.js';
import { type ResourceType, typeOfPlural } from './resource-types.js';

/** What a path of the resource API names. `name` is empty for a collection, `namespace` for the whole cluster or all namespaces. */
export interface Target {
  readonly type: ResourceType;
  readonly namespace: string;
  readonly name: string;
  readonly part: Part;
}

/** An object, or one of the resources below it. */
export type Part = 'whole' | 'status' | 'scale';

export interface Route {
  readonly path: string;
  readonly query: URLSearchParams;
}

const PATH_CHARACTERS_MAX = 4_096;

/** Observers and sweeps ask for the same few again and again. */
export const parseRoute = remember(1_000, readRoute);

function readRoute(pathAndQuery: string): Route | Refusal {
  if (pathAndQuery.length > PATH_CHARACTERS_MAX) return badRequest('the path is too long');
  const at = pathAndQuery.indexOf('?');
  const path = at < 0 ? pathAndQuery : pathAndQuery.slice(0, at);
  return {
    path: path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path,
    query: new URLSearchParams(at < 0 ? '' : pathAndQuery.slice(at + 1)),
  };
}

/** What `path` names, or a 404 like that of a server without this resource. */
export const targetOf = remember(1_000, findTarget);

function findTarget(path: string): Target | Refusal {
  const segments = path.split('/').slice(1);
  const rootLength = segments[0] === 'api' ? 2 : segments[0] === 'apis' ? 3 : 0;
  if (rootLength === 0 || segments.includes('')) return pageNotFound;
  const apiVersion = segments.slice(1, rootLength).join('/');
  return targetIn(apiVersion, segments.slice(rootLength));
}

function targetIn(apiVersion: string, rest: readonly string[]): Target | Refusal {
  const [first, second, third, fourth, fifth] = rest;
  if (first === 'namespaces' && second !== undefined && third !== undefined && third !== 'status') {
    const type = typeOfPlural(apiVersion, third);
    return type?.namespaced ? partOf({ type, namespace: second, name: fourth ?? '', part: 'whole' }, fifth, rest.length, 5) : pageNotFound;
  }
  const type =
    first === definitionType.plural && apiVersion === definitionType.apiVersion ? definitionType : typeOfPlural(apiVersion, first ?? '');
  if (type === null || (type.namespaced && second !== undefined)) return pageNotFound;
  return partOf({ type, namespace: '', name: second ?? '', part: 'whole' }, third, rest.length, 3);
}

function partOf(target: Target, part: string | undefined, length: number, lengthMax: number): Target | Refusal {
  if (length > lengthMax || (part !== undefined && !isPart(part, target.type))) return pageNotFound;
  return part === undefined ? target : { ...target, part };
}

const isPart = (part: string, { kind }: ResourceType): part is Part => part === 'status' || (part === 'scale' && kind === 'Deployment');
