// Who may talk to whom, as NetworkPolicies: one for each inbound intent, with a rule for its clients.
import type { Json, JsonObject } from '../../world/index.js';
import { ownObject, type Owned } from '../package/index.js';
import type { Key } from '../wire/command.js';
import type { Document } from './document.js';
import { specOf } from './field.js';
import { namedIntents } from './named-intents.js';
import { objectNameOf } from './object-name.js';
import { nameOf } from './shape.js';
import type { State } from './state.js';
import { childDocuments } from './tables.js';

/** What is to be beside the objects of some apps. */
export interface Beside {
  /** It is put wherever one of these is. */
  readonly apps: readonly string[];
  readonly owned: Owned;
}

/** The policies of the traffic intents that a deployment intent group gives to the controller `dtc`. */
export function planTraffic(state: State, group: Key, namespace: string, context: string): readonly Beside[] {
  return namedIntents(state, group, 'dtc').flatMap((name) =>
    childDocuments(state, `${group}/traffic-group-intents/${name}`, 'inbound-intent').map((inbound) => ({
      apps: [String(specOf(inbound.body)['app'])],
      owned: policyOf(state, name, inbound, namespace, context),
    })),
  );
}

function policyOf(state: State, trafficGroup: string, inbound: Document, namespace: string, context: string): Owned {
  const { appLabel, port, protocol } = specOf(inbound.body);
  const clients = childDocuments(state, inbound.key, 'inbound-client');
  const from = clients.flatMap(({ body }) => peersOf(specOf(body)));
  const access = clients.flatMap((client) => childDocuments(state, client.key, 'access-point').map((point) => accessOf(client, point)));
  const policy: JsonObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      name: objectNameOf(trafficGroup, nameOf(inbound.key)),
      ...(access.length === 0 ? {} : { annotations: { 'orchestrator.access': JSON.stringify(access) } }),
    },
    spec: {
      podSelector: { matchLabels: labelsOf(appLabel) },
      policyTypes: ['Ingress'],
      // A rule without peers would let everybody in: where there are no clients there is no rule.
      ingress: from.length === 0 ? [] : [{ from, ports: [{ port: port ?? null, protocol: protocol ?? 'TCP' }] }],
    },
  };
  const owned = ownObject(policy, namespace, context);
  if ('reason' in owned) throw new RangeError('a NetworkPolicy is an object');
  return owned;
}

/** Pods of the client in its namespaces, or in that of the server where it names none; and networks. */
function peersOf(spec: JsonObject): readonly Json[] {
  const podSelector = { matchLabels: labelsOf(spec['appLabel']) };
  const namespaces = textsIn(spec['namespaces']);
  const names = { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: namespaces }] };
  const pods = namespaces.length === 0 ? { podSelector } : { podSelector, namespaceSelector: names };
  return [pods, ...textsIn(spec['cidrs']).map((cidr) => ({ ipBlock: { cidr } }))];
}

function accessOf(client: Document, point: Document): JsonObject {
  const { action, url, access } = specOf(point.body);
  return { client: nameOf(client.key), action: action ?? '', url: url ?? '', access: access ?? [] };
}

function textsIn(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** `app=web` as a map. */
function labelsOf(pair: Json | undefined): JsonObject {
  const [name = '', value = ''] = String(pair ?? '').split('=');
  return Object.fromEntries([[name, value]]);
}
