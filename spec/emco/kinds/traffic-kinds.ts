import type { FieldSpec, KindSpec } from '../kind.js';
import { group, name, optional, port, row, text } from './row.js';

const traffic = `${group}/traffic-group-intents/{traffic-group-intent}`;
const inbound = `${traffic}/inbound-intents/{inbound-intent}`;
const client = `${inbound}/clients/{inbound-client}`;
const appLabel: FieldSpec = { type: 'label-pair', required: true };

/** Who may talk to whom in a deployment. Source: emco-base 22.09, dtc, inbound-server.json, inbound-clients.json, inbound-clients-access.json. */
export const trafficKinds: readonly KindSpec[] = [
  row('traffic-group-intent', 'deployment-intent-group', `${group}/traffic-group-intents`),
  row('inbound-intent', 'traffic-group-intent', `${traffic}/inbound-intents`, {
    spec: {
      app: name,
      appLabel,
      serviceName: name,
      externalName: optional,
      port,
      protocol: { type: 'string', required: true, oneOf: ['TCP', 'UDP', 'SCTP'] },
      externalSupport: { type: 'boolean', required: false },
      serviceMesh: optional,
    },
  }),
  row('inbound-client', 'inbound-intent', `${inbound}/clients`, {
    spec: {
      app: name,
      appLabel,
      serviceName: name,
      namespaces: { type: 'strings', required: false },
      cidrs: { type: 'cidrs', required: false },
    },
  }),
  row('access-point', 'inbound-client', `${client}/access-points`, {
    spec: { action: { ...text, oneOf: ['ALLOW'] }, url: text, access: { type: 'strings', required: true } },
  }),
];
