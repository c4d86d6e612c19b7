import { matchPath } from './path.js';

/** What one document names: checked when it is made (`at-create`), or when its deployment intent group is approved, and protected from then on (`at-use`). */
export interface Reference {
  readonly field: string;
  readonly kind: string;
  readonly key: string;
  readonly mustExist: 'at-create' | 'at-use';
}

type Fields = { readonly [key: string]: unknown };
const cav = '/projects/{project}/composite-apps/{composite-app}/{version}';

/** The references of a document of `kind` with this `key` and `body`, in the order of its fields. Parents are not among them. */
export function referencesOf(kind: string, key: string, body: unknown): readonly Reference[] {
  const spec = fieldsOf(fieldsOf(body)['spec']);
  switch (kind) {
    case 'profile':
      return sibling(key, spec, 'app', 'app', 'apps');
    case 'deployment-intent-group':
      return [...sibling(key, spec, 'compositeProfile', 'composite-profile', 'composite-profiles'), ...cloudOf(key, spec)];
    case 'group-intent':
      return placementOf(key, spec);
    case 'app-intent':
      return [...sibling(key, spec, 'app', 'app', 'apps'), ...clustersOf(spec)];
    case 'cluster-reference':
      return clusterOf(spec, 'spec');
    default:
      return [];
  }
}

function sibling(key: string, spec: Fields, field: string, kind: string, segment: string): readonly Reference[] {
  const name = spec[field];
  const root = key.split('/').slice(0, cav.split('/').length).join('/');
  return typeof name === 'string' ? [{ field: `spec.${field}`, kind, key: `${root}/${segment}/${name}`, mustExist: 'at-create' }] : [];
}

function cloudOf(key: string, spec: Fields): readonly Reference[] {
  const project = key.split('/').slice(0, 3).join('/');
  const name = spec['logicalCloud'];
  return typeof name === 'string'
    ? [{ field: 'spec.logicalCloud', kind: 'logical-cloud', key: `${project}/logical-clouds/${name}`, mustExist: 'at-create' }]
    : [];
}

function placementOf(key: string, spec: Fields): readonly Reference[] {
  const dig = key.split('/').slice(0, -2).join('/');
  const name = fieldsOf(spec['intent'])['genericPlacementIntent'];
  if (typeof name !== 'string') return [];
  return [
    {
      field: 'spec.intent.genericPlacementIntent',
      kind: 'generic-placement-intent',
      key: `${dig}/generic-placement-intents/${name}`,
      mustExist: 'at-use',
    },
  ];
}

function clusterOf(place: Fields, field: string): readonly Reference[] {
  const { clusterProvider, cluster } = place;
  if (typeof clusterProvider !== 'string' || typeof cluster !== 'string') return [];
  return [
    {
      field: `${field}.cluster`,
      kind: 'cluster',
      key: `/cluster-providers/${clusterProvider}/clusters/${cluster}`,
      mustExist: 'at-create',
    },
  ];
}

function clustersOf(spec: Fields): readonly Reference[] {
  const intent = fieldsOf(spec['intent']);
  return [...places(intent['allOf'], 'spec.intent.allOf'), ...places(intent['anyOf'], 'spec.intent.anyOf')];
}

function places(list: unknown, field: string): readonly Reference[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, index) => {
    const place = fieldsOf(item);
    return [...clusterOf(place, `${field}[${index}]`), ...places(place['anyOf'], `${field}[${index}].anyOf`)];
  });
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The project that a key lies in, or null. */
export function projectOf(key: string): string | null {
  return matchPath('/projects/{project}', key.split('/').slice(0, 3).join('/'))?.get('project') ?? null;
}
