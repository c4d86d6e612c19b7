import { parse } from 'yaml';
import { asObject, isUtf8Text, type Json, remember, textOf } from '../../world/index.js';
import { type Refused, refuse } from './refused.js';

const kubeconfigBytesMax = 65_536;
/** Ports that a server's address need not name. */
const portsUsual: ReadonlySet<string> = new Set(['80', '443', '6443']);

/** `{ server }` of a kubeconfig: host of the first cluster's server, with its port where that is an unusual one. */
export function readKubeconfig(bytes: Uint8Array): { readonly payload: Json } | Refused {
  if (bytes.length > kubeconfigBytesMax) return refuse('KUBECONFIG_INVALID', 'file', `at most ${kubeconfigBytesMax} bytes`);
  if (!isUtf8Text(bytes)) return refuse('KUBECONFIG_INVALID', 'file', 'UTF-8 text is expected');
  const server = serverOf(textOf(bytes));
  const [, host, port = ''] = /^https?:\/\/(\[[0-9a-f:]{2,45}\]|[a-z0-9][-a-z0-9._]{0,252})(?::([0-9]{1,5}))?(?:\/|$)/i.exec(server) ?? [];
  if (host === undefined)
    return refuse('KUBECONFIG_INVALID', 'file', 'clusters[0].cluster.server is expected to be an http or https address');
  return { payload: { server: host.toLowerCase() + (port === '' || portsUsual.has(port) ? '' : `:${port}`) } };
}

/** The same file comes with every repetition of a call. */
const serverOf = remember(100, (text) => serverIn(parseYaml(text)));

function parseYaml(text: string): Json {
  try {
    return parse(text, { logLevel: 'silent' }) as Json;
  } catch {
    return null;
  }
}

function serverIn(config: Json): string {
  const clusters = asObject(config)?.['clusters'];
  const [first] = Array.isArray(clusters) ? (clusters as readonly Json[]) : [];
  const server = asObject(asObject(first)?.['cluster'])?.['server'];
  return typeof server === 'string' ? server : '';
}
