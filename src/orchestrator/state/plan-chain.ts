// Service function chains: one object for each chain, and the labels by which the workloads of its clients are found.
import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { ownObject } from '../package/index.js';
import type { Key } from '../wire/command.js';
import type { Document } from './document.js';
import { specOf, textField } from './field.js';
import { namedIntents } from './named-intents.js';
import { objectNameOf } from './object-name.js';
import type { Beside } from './plan-traffic.js';
import { enclosing, nameOf } from './shape.js';
import type { State } from './state.js';
import { childDocuments } from './tables.js';

/** The chains that a deployment intent group gives to the controller `sfc`. */
export function planChains(state: State, group: Key, namespace: string, context: string): readonly Beside[] {
  return namedIntents(state, group, 'sfc').flatMap((name) => {
    const chain = state.documents.get(`${group}/network-chains/${name}`);
    return chain === undefined ? [] : [chainOf(state, chain, namespace, context)];
  });
}

function chainOf(state: State, chain: Document, namespace: string, context: string): Beside {
  const { chainType, networkChain } = specOf(chain.body);
  const links = childDocuments(state, chain.key, 'chain-link').map(({ body }) => specOf(body));
  const object: JsonObject = {
    apiVersion: 'k8s.plugin.opnfv.org/v1alpha1',
    kind: 'NetworkChaining',
    metadata: { name: objectNameOf(nameOf(chain.key)) },
    spec: {
      chainType: chainType ?? 'Routing',
      routingSpec: {
        namespace: textField(specOf(chain.body), 'namespace') ?? namespace,
        networkChain: networkChain ?? '',
        links: links.map(({ leftNet, rightNet, linkLabel }) => ({
          leftNet: leftNet ?? '',
          rightNet: rightNet ?? '',
          linkLabel: linkLabel ?? '',
        })),
        left: endOf(state, chain.key, 'left'),
        right: endOf(state, chain.key, 'right'),
      },
    },
  };
  const owned = ownObject(object, namespace, context);
  if ('reason' in owned) throw new RangeError('a NetworkChaining is an object');
  return { apps: [...new Set(links.map((link) => String(link['app'])))], owned };
}

function endOf(state: State, chain: Key, end: string): readonly Json[] {
  const networks = childDocuments(state, chain, 'chain-provider-network').map(({ body }) => specOf(body));
  const selectors = childDocuments(state, chain, 'chain-client-selector').map(({ body }) => specOf(body));
  return [
    ...networks
      .filter(({ chainEnd }) => chainEnd === end)
      .map(({ providerNetwork, gatewayIp, subnet }) => ({
        networkName: providerNetwork ?? '',
        gatewayIp: gatewayIp ?? '',
        subnet: subnet ?? '',
      })),
    ...selectors
      .filter(({ chainEnd }) => chainEnd === end)
      .map(({ podSelector, namespaceSelector }) => ({ podSelector: podSelector ?? {}, namespaceSelector: namespaceSelector ?? {} })),
  ];
}

/** The objects of `app` with the labels that its chains, which may be those of another group, select their clients by. */
export function labelClients(state: State, group: Key, app: string, objects: readonly JsonObject[]): readonly JsonObject[] {
  const clients = namedIntents(state, group, 'sfcclient').flatMap((name) => state.documents.get(`${group}/sfc-clients/${name}`) ?? []);
  const own = clients.map(({ body }) => specOf(body)).filter((spec) => spec['app'] === app);
  return own.reduce(
    (all, spec) => all.map((object) => (isWorkload(object, spec) ? withLabels(object, labelsFor(state, group, spec)) : object)),
    objects,
  );
}

function isWorkload(object: JsonObject, { workloadResource, resourceType }: JsonObject): boolean {
  const kind = String(object['kind']).toLowerCase();
  return kind === String(resourceType).toLowerCase() && asObject(object['metadata'] ?? null)?.['name'] === workloadResource;
}

function labelsFor(state: State, group: Key, spec: JsonObject): JsonObject {
  const { compositeApp, compositeAppVersion, deploymentIntentGroup, sfcIntent, chainEnd } = spec;
  const app = `${enclosing(group, 'project')}/composite-apps/${String(compositeApp)}/${String(compositeAppVersion)}`;
  const chain = `${app}/deployment-intent-groups/${String(deploymentIntentGroup)}/network-chains/${String(sfcIntent)}`;
  const selectors = childDocuments(state, chain, 'chain-client-selector').map(({ body }) => specOf(body));
  return selectors
    .filter((selector) => selector['chainEnd'] === chainEnd)
    .reduce<JsonObject>((all, selector) => ({ ...all, ...selectedBy(selector['podSelector']) }), {});
}

/** The labels that a selector of a body asks for. */
function selectedBy(selector: Json | undefined): JsonObject {
  return asObject(asObject(selector ?? null)?.['matchLabels'] ?? null) ?? {};
}

function withLabels(object: JsonObject, labels: JsonObject): JsonObject {
  const spec = asObject(object['spec'] ?? null) ?? {};
  const template = asObject(spec['template'] ?? null) ?? {};
  const metadata = asObject(template['metadata'] ?? null) ?? {};
  const labelled = { ...metadata, labels: { ...asObject(metadata['labels'] ?? null), ...labels } };
  return { ...object, spec: { ...spec, template: { ...template, metadata: labelled } } };
}
