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
    case 'app-dependency':
    case 'inbound-intent':
    case 'inbound-client':
    case 'chain-link':
      return appOf(key, spec);
    case 'deployment-intent-group':
      return [...sibling(key, spec, 'compositeProfile', 'composite-profile', 'composite-profiles'), ...cloudOf(key, spec)];
    case 'group-intent':
      return intentsOf(key, spec);
    case 'app-intent':
      return [...appOf(key, spec), ...clustersOf(spec)];
    case 'cluster-reference':
      return clusterOf(spec, 'spec');
    case 'sfc-client':
      return [...chainOf(key, spec), ...appOf(key, spec)];
    default:
      return [];
  }
}

/** Which kind of intent a controller of this name takes, by the segment of its collection. */
const intentsByController: Readonly<Record<string, { readonly kind: string; readonly segment: string }>> = {
  genericPlacementIntent: { kind: 'generic-placement-intent', segment: 'generic-placement-intents' },
  dtc: { kind: 'traffic-group-intent', segment: 'traffic-group-intents' },
  sfc: { kind: 'network-chain', segment: 'network-chains' },
  sfcclient: { kind: 'sfc-client', segment: 'sfc-clients' },
};

function appOf(key: string, spec: Fields): readonly Reference[] {
  return sibling(key, spec, 'app', 'app', 'apps');
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

/** The intents that a group intent names, each with the controller that it is for; placement is the orchestrator's own. */
function intentsOf(key: string, spec: Fields): readonly Reference[] {
  const group = key.split('/').slice(0, -2).join('/');
  return Object.entries(fieldsOf(spec['intent'])).flatMap(([controller, name]) => {
    const at = { field: `spec.intent.${controller}`, mustExist: 'at-use' } as const;
    const known = Object.hasOwn(intentsByController, controller) ? intentsByController[controller] : undefined;
    const intent = known === undefined ? [] : [{ ...at, kind: known.kind, key: `${group}/${known.segment}/${String(name)}` }];
    return controller === 'genericPlacementIntent' ? intent : [{ ...at, kind: 'controller', key: `/controllers/${controller}` }, ...intent];
  });
}

/** The one reference that leads into another deployment intent group. */
function chainOf(key: string, spec: Fields): readonly Reference[] {
  const project = key.split('/').slice(0, 3).join('/');
  const { sfcIntent, compositeApp, compositeAppVersion, deploymentIntentGroup } = spec;
  const names = [compositeApp, compositeAppVersion, deploymentIntentGroup, sfcIntent];
  if (names.some((name) => typeof name !== 'string')) return [];
  const group = `${project}/composite-apps/${String(compositeApp)}/${String(compositeAppVersion)}/deployment-intent-groups/${String(deploymentIntentGroup)}`;
  return [{ field: 'spec.sfcIntent', kind: 'network-chain', key: `${group}/network-chains/${String(sfcIntent)}`, mustExist: 'at-create' }];
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
