import type { FieldSpec, KindSpec } from '../kind.js';
import { chainEnd, group, name, namespace, optional, row, text } from './row.js';

const chain = `${group}/network-chains/{network-chain}`;
const selector: FieldSpec = { type: 'selector', required: false };
const workload = { app: name, workloadResource: name, resourceType: name } as const;

/** Service function chains, and who uses one: a client names a chain of another deployment. Source: emco-base 22.09, sfc and sfcclient. */
export const chainKinds: readonly KindSpec[] = [
  row('network-chain', 'deployment-intent-group', `${group}/network-chains`, {
    spec: { chainType: { ...optional, oneOf: ['Routing'] }, namespace, networkChain: text },
  }),
  row('chain-link', 'network-chain', `${chain}/links`, {
    spec: { leftNet: name, rightNet: name, linkLabel: { type: 'label-pair', required: true }, ...workload },
  }),
  row('chain-client-selector', 'network-chain', `${chain}/client-selectors`, {
    spec: { chainEnd, podSelector: selector, namespaceSelector: selector },
  }),
  row('chain-provider-network', 'network-chain', `${chain}/provider-networks`, {
    spec: { chainEnd, providerNetwork: name, gatewayIp: text, subnet: optional },
  }),
  row('sfc-client', 'deployment-intent-group', `${group}/sfc-clients`, {
    spec: { chainEnd, sfcIntent: name, compositeApp: name, compositeAppVersion: name, deploymentIntentGroup: name, ...workload },
  }),
];
