import type { FieldSpec, KindSpec } from '../kind.js';
import { cluster, provider, row, text } from './row.js';

const subnets: FieldSpec = { type: 'subnets', required: false };
const keyValues: KindSpec['spec'] = { kv: { type: 'key-values', required: true } };

/** Where it is deployed, and the networks there. Source: emco-base 22.09, clm and ncm. */
export const clusterKinds: readonly KindSpec[] = [
  row('cluster-provider', null, '/cluster-providers'),
  row('cluster', 'cluster-provider', `${provider}/clusters`, {
    upload: 'kubeconfig',
    put: false,
    verbs: ['apply', 'terminate', 'stop', 'forget'],
    status: true,
  }),
  row('label', 'cluster', `${cluster}/labels`),
  row('cluster-kv', 'cluster', `${cluster}/kv-pairs`, { spec: keyValues }),
  row('network', 'cluster', `${cluster}/networks`, {
    spec: { cniType: text, ipv4Subnets: subnets, ipv6Subnets: subnets },
  }),
  row('provider-network', 'cluster', `${cluster}/provider-networks`, {
    spec: {
      cniType: text,
      ipv4Subnets: subnets,
      ipv6Subnets: subnets,
      providerNetType: text,
      vlan: { type: 'vlan', required: true },
    },
  }),
];
