import { asObject, type JsonObject, remember } from '../../world/index.js';
import { collectionPath, typeOfKind } from '../cluster/index.js';

/** Where an object is kept, taken from a work item's `apiVersion/Kind/namespace/name`. */
export interface Place {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly collection: string;
  /** The collection in all namespaces. */
  readonly everywhere: string;
  readonly path: string;
}

/** Asked for every item at every turn, and there are few kinds of answers. */
export const placeOf = remember(1_000, findPlace);

function findPlace(resource: string): Place {
  const pieces = resource.split('/');
  const [kind = '', namespace = '', name = ''] = pieces.slice(-3);
  const apiVersion = pieces.slice(0, -3).join('/');
  const plural = pluralOf(apiVersion, kind);
  const collection = collectionPath({ apiVersion, plural }, namespace);
  const everywhere = collectionPath({ apiVersion, plural }, '');
  return { apiVersion, kind, namespace, name, collection, everywhere, path: `${collection}/${name}` };
}

/** The resource of an object as it came from a cluster. */
export function resourceOf(object: JsonObject): string {
  const { namespace, name } = asObject(object['metadata']) ?? {};
  return `${String(object['apiVersion'])}/${String(object['kind'])}/${typeof namespace === 'string' ? namespace : ''}/${String(name)}`;
}

/** That of the table, or by the rules of English for kinds that only a foreign cluster serves. */
export function pluralOf(apiVersion: string, kind: string): string {
  const known = typeOfKind(apiVersion, kind);
  if (known !== null) return known.plural;
  const word = kind.toLowerCase();
  if (word.endsWith('y')) return `${word.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
