// The judges' own table of what a body names. Written from EMCO's table of resources (its referential schema, and the fields of its documents) and
// from what its design promises beyond that; nothing of it is taken from the orchestrator.
import type { Key } from '../../src/contract/index.js';
import { asObject, type Json, type JsonObject } from '../../src/world/index.js';

/** Something that a body names: there from the creation on, or while what it is named for is approved or runs. */
export interface Named {
  readonly key: Key;
  readonly from: 'creation' | 'use';
}

type Names = (spec: JsonObject, own: Key) => readonly Key[];

/** The first `count` segments of a key. */
const upTo = (key: Key, count: number): Key => key.split('/', count + 1).join('/');
const projectOf = (key: Key): Key => upTo(key, 2);
const compositeAppOf = (key: Key): Key => upTo(key, 5);

const one = (collection: Key, name: Json | undefined): readonly Key[] => (typeof name === 'string' ? [`${collection}/${name}`] : []);

const app: Names = (spec, own) => one(`${compositeAppOf(own)}/apps`, spec['app']);
const profile: Names = (spec, own) => one(`${compositeAppOf(own)}/composite-profiles`, spec['compositeProfile']);
const cloud: Names = (spec, own) => one(`${projectOf(own)}/logical-clouds`, spec['logicalCloud']);
const cluster: Names = (place) => {
  const provider = place['clusterProvider'];
  return typeof provider === 'string' ? one(`/cluster-providers/${provider}/clusters`, place['cluster']) : [];
};
/** Every cluster of a placement, whether all of them are meant or any; labels find clusters, and are no names. */
const clusters: Names = (spec, own) => placesIn(spec['intent']).flatMap((place) => cluster(place, own));
/** The one name that leads into another deployment. */
const chain: Names = (spec, own) => {
  const segments = ['compositeApp', 'compositeAppVersion', 'deploymentIntentGroup', 'sfcIntent'].map((field) => spec[field]);
  const [name = '', version = '', group = '', intent = ''] = segments.map(String);
  return segments.every((each) => typeof each === 'string')
    ? [`${projectOf(own)}/composite-apps/${name}/${version}/deployment-intent-groups/${group}/network-chains/${intent}`]
    : [];
};

const atCreation: Readonly<Record<string, readonly Names[]>> = {
  profile: [app],
  'app-dependency': [app],
  'deployment-intent-group': [profile, cloud],
  'app-intent': [app, clusters],
  'cluster-reference': [cluster],
  'inbound-intent': [app],
  'inbound-client': [app],
  'chain-link': [app],
  'sfc-client': [app, chain],
};

/** Where the intents of those controllers are that EMCO brings along; of others only the controller itself is known. */
const collections: Readonly<Record<string, string>> = {
  genericPlacementIntent: 'generic-placement-intents',
  dtc: 'traffic-group-intents',
  sfc: 'network-chains',
  sfcclient: 'sfc-clients',
};

/** The names in the map of a group intent: each controller but the orchestrator's own, and the intent that it is given. */
const intents: Names = (spec, own) => {
  const group = own.split('/').slice(0, -2).join('/');
  return Object.entries(asObject(spec['intent'] ?? null) ?? {}).flatMap(([controller, name]) => {
    const collection = Object.hasOwn(collections, controller) ? collections[controller] : undefined;
    const intent = collection === undefined ? [] : one(`${group}/${collection}`, name);
    return controller === 'genericPlacementIntent' ? intent : [`/controllers/${controller}`, ...intent];
  });
};

/** What the body of a document names. What it is inside of is told by its key. */
export function namesIn(kind: string, key: Key, body: Json): readonly Named[] {
  const spec = asObject(asObject(body)?.['spec'] ?? null);
  if (spec === null) return [];
  if (kind === 'group-intent') return intents(spec, key).map((each) => ({ key: each, from: 'use' }));
  return (atCreation[kind] ?? []).flatMap((names) => names(spec, key)).map((each) => ({ key: each, from: 'creation' }));
}

function placesIn(intent: Json | undefined): readonly JsonObject[] {
  const object = asObject(intent ?? null);
  if (object === null) return [];
  const lists = [object['allOf'], object['anyOf']].flatMap((list) => (Array.isArray(list) ? (list as readonly Json[]) : []));
  return lists.flatMap((place) => [asObject(place) ?? {}, ...placesIn({ anyOf: asObject(place)?.['anyOf'] ?? null })]);
}
