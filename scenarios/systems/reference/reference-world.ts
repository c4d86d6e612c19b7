// The one small world that plans are about: names, paths and bodies. Two clusters, one cloud over both, one composite app in two versions, with two apps.
import type { Errand } from '../../../src/contract/index.js';
import type { Json, JsonObject } from '../../../src/world/index.js';

/** The paths of a world whose names begin with `prefix`; the canary has one of its own. */
export interface Names {
  readonly prefix: string;
  readonly provider: string;
  readonly clusters: readonly [string, string];
  readonly label: string;
  readonly project: string;
  readonly cloud: string;
  readonly permission: string;
  readonly references: readonly [string, string];
  readonly app: string;
  readonly web: string;
  readonly compositeProfile: string;
  readonly profile: string;
  readonly group: string;
  readonly placement: string;
  readonly appIntent: string;
  readonly groupIntent: string;
  /** One of each kind beyond what a deployment needs. */
  readonly more: MoreNames;
  /** The same application in its next version, to migrate to. */
  readonly next: NextNames;
}

export interface MoreNames {
  readonly network: string;
  readonly providerNetwork: string;
  readonly clusterKv: string;
  readonly controller: string;
  readonly quota: string;
  readonly cloudKv: string;
  readonly store: string;
  readonly dependency: string;
  readonly storeIntent: string;
  readonly traffic: string;
  readonly inbound: string;
  readonly client: string;
  readonly access: string;
}

export interface NextNames {
  readonly app: string;
  readonly web: string;
  readonly compositeProfile: string;
  readonly group: string;
  readonly placement: string;
  readonly appIntent: string;
  readonly groupIntent: string;
  readonly chain: string;
  readonly link: string;
  readonly selector: string;
  readonly sfcClient: string;
}

/** `tenant` is the name of the project; all tenants use the same clusters. */
export function namesOf(prefix: string, tenant = 'p'): Names {
  const provider = `/cluster-providers/${prefix}edge`;
  const project = `/projects/${prefix}${tenant}`;
  const cloud = `${project}/logical-clouds/l`;
  const app = `${project}/composite-apps/a/v1`;
  const group = `${app}/deployment-intent-groups/d`;
  const placement = `${group}/generic-placement-intents/g`;
  return {
    prefix,
    more: moreNamesOf({ provider, cloud, app, group, placement }),
    next: nextNamesOf({ project, group }),
    provider,
    clusters: [`${provider}/clusters/one`, `${provider}/clusters/two`],
    label: `${provider}/clusters/two/labels/west`,
    project,
    cloud,
    permission: `${cloud}/user-permissions/u`,
    references: [`${cloud}/cluster-references/r1`, `${cloud}/cluster-references/r2`],
    app,
    web: `${app}/apps/web`,
    compositeProfile: `${app}/composite-profiles/cp`,
    profile: `${app}/composite-profiles/cp/profiles/pr`,
    group,
    placement,
    appIntent: `${placement}/app-intents/i`,
    groupIntent: `${group}/intents/n`,
  };
}

function moreNamesOf({
  provider,
  cloud,
  app,
  group,
  placement,
}: Pick<Names, 'provider' | 'cloud' | 'app' | 'group' | 'placement'>): MoreNames {
  const cluster = `${provider}/clusters/one`;
  const traffic = `${group}/traffic-group-intents/t`;
  const inbound = `${traffic}/inbound-intents/in`;
  const client = `${inbound}/clients/c`;
  return {
    network: `${cluster}/networks/net`,
    providerNetwork: `${cluster}/provider-networks/pnet`,
    clusterKv: `${cluster}/kv-pairs/kv`,
    controller: '/controllers/dtc',
    quota: `${cloud}/cluster-quotas/q`,
    cloudKv: `${cloud}/kv-pairs/kv`,
    store: `${app}/apps/store`,
    dependency: `${app}/apps/web/dependency/needs-store`,
    storeIntent: `${placement}/app-intents/s`,
    traffic,
    inbound,
    client,
    access: `${client}/access-points/read`,
  };
}

function nextNamesOf({ project, group: from }: Pick<Names, 'project' | 'group'>): NextNames {
  const app = `${project}/composite-apps/a/v2`;
  const group = `${app}/deployment-intent-groups/d`;
  const placement = `${group}/generic-placement-intents/g`;
  const chain = `${group}/network-chains/chain`;
  return {
    app,
    web: `${app}/apps/web`,
    compositeProfile: `${app}/composite-profiles/cp`,
    group,
    placement,
    appIntent: `${placement}/app-intents/i`,
    groupIntent: `${group}/intents/n`,
    chain,
    link: `${chain}/links/l`,
    selector: `${chain}/client-selectors/left`,
    sfcClient: `${from}/sfc-clients/f`,
  };
}

/** A document named after the last segment of its key. */
export function document(key: string, spec: JsonObject = {}): JsonObject {
  return { metadata: { name: key.slice(key.lastIndexOf('/') + 1) }, spec };
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
      - name: web
        image: web:1
`;

const manifests = {
  'demo/templates/deployment.yaml': deployment,
  'demo/templates/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web-config\ndata:\n  text: "{{ .Values.text }}"\n',
  'demo/templates/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 80\n',
};

/** The package of the app; `replicas` makes one version differ from the next. */
export function appPackage(replicas: number): JsonObject {
  return { package: { ...manifests, 'demo/values.yaml': `replicas: ${replicas}\ntext: hello\n` } };
}

const storeDeployment = deployment
  .replaceAll('name: web', 'name: store')
  .replaceAll('app: web', 'app: store')
  .replace('image: web:1', 'image: store:1');

/** The app that the first one depends on. */
export const storePackage: JsonObject = {
  package: { 'store/templates/deployment.yaml': storeDeployment, 'store/values.yaml': 'replicas: 1\n' },
};

export const profilePackage: JsonObject = { package: { 'override_values.yaml': 'text: profile\n' } };

export const bodies = {
  compositeApp: (names: Names): JsonObject => ({
    metadata: { name: names.app.split('/').at(-2) ?? '' },
    spec: { compositeAppVersion: 'v1' },
  }),
  cloud: (names: Names, namespace = 'ns'): JsonObject =>
    document(names.cloud, { level: '1', namespace: `${names.prefix}${namespace}`, user: { userName: 'ada', type: 'certificate' } }),
  permission: (names: Names, namespace = 'ns'): JsonObject =>
    document(names.permission, {
      namespace: `${names.prefix}${namespace}`,
      apiGroups: ['', 'apps'],
      resources: ['configmaps', 'deployments'],
      verbs: ['get', 'list', 'create'],
    }),
  reference: (names: Names, which: 0 | 1): JsonObject =>
    document(names.references[which], {
      clusterProvider: nameOf(names.provider),
      cluster: nameOf(names.clusters[which]),
      loadBalancerIP: '0.0.0.0',
    }),
  profile: (names: Names): JsonObject => document(names.profile, { app: 'web' }),
  group: (names: Names, text = 'group'): JsonObject =>
    document(names.group, {
      compositeProfile: 'cp',
      version: 'r1',
      logicalCloud: 'l',
      overrideValues: [{ app: 'web', values: { text } }],
    }),
  placement: (names: Names): JsonObject => document(names.placement),
  appIntent: (names: Names): JsonObject =>
    document(names.appIntent, {
      app: 'web',
      intent: {
        allOf: [
          { clusterProvider: nameOf(names.provider), cluster: 'one' },
          { clusterProvider: nameOf(names.provider), clusterLabel: 'west' },
        ],
      },
    }),
  /** On the first cluster alone. */
  narrowIntent: (names: Names): JsonObject =>
    document(names.appIntent, { app: 'web', intent: { allOf: [{ clusterProvider: nameOf(names.provider), cluster: 'one' }] } }),
  groupIntent: (names: Names, more: JsonObject = {}): JsonObject =>
    document(names.groupIntent, { intent: { genericPlacementIntent: 'g', ...more } }),
};

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** One call about `key`. */
export function errand(op: string, key: string, more: JsonObject = {}, rest = false): Errand {
  return { op, args: { key, ...more } as Json, makes: null, rest };
}
