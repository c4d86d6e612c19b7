import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Topology } from '../../contract/index.js';
import type { NodeId } from '../../world/index.js';
import type { Peer } from '../../world/node/index.js';
import { safeName } from './links.js';
import type { PortBlocks } from './port-blocks.js';
import type { ProcessNode } from './process-node.js';
import type { Proxy } from './proxies.js';

const LOOPBACK = '127.0.0.1';

/** Where everything of a trial is: its folder, the ports of its nodes, and the proxies between them. */
export interface Place {
  readonly directory: string;
  /** `node/name` → port; the names `http` and `message` are those that links lead to. */
  readonly ports: ReadonlyMap<string, number>;
  readonly proxies: readonly Proxy[];
}

/** @param directory where its folder is made; null: among the system's temporary files */
export function makeDirectory(directory: string | null): string {
  if (directory !== null) mkdirSync(directory, { recursive: true });
  return mkdtempSync(join(directory ?? tmpdir(), 'topple-'));
}

/** Gives every node and link its port. Each directed link has a proxy for what it carries. */
export async function findPlace(topology: Topology, nodes: readonly ProcessNode[], directory: string, blocks: PortBlocks): Promise<Place> {
  const ports = new Map<string, number>();
  for (const node of nodes) for (const name of portNames(node)) ports.set(`${node.id}/${name}`, await blocks.take());
  const proxies: Proxy[] = [];
  const unique = safeName(directory).slice(-8);
  for (const { from, to, kind } of topology.links) {
    const target = ports.get(`${to}/${kind === 'stream' ? 'http' : 'message'}`);
    const isTwice = proxies.some((proxy) => proxy.from === from && proxy.to === to && proxy.kind === kind);
    if (target === undefined || isTwice) continue;
    const port = await blocks.take();
    const name = safeName(`topple-${unique}-${proxies.length}-${from}-${to}`);
    proxies.push({ name, from, to, kind, port, listen: `${LOOPBACK}:${port}`, upstream: `${LOOPBACK}:${target}` });
  }
  return { directory, ports, proxies };
}

/** What a node is told of its peers: the proxies of its links. */
export function peersOf({ proxies }: Place, id: NodeId): Readonly<Record<NodeId, Peer>> {
  const peers: Record<NodeId, Peer> = {};
  for (const { from, to, kind, port } of proxies) {
    if (from !== id) continue;
    const peer = peers[to] ?? { host: LOOPBACK, messagePort: null, httpPort: null };
    peers[to] = kind === 'lossy' ? { ...peer, messagePort: port } : { ...peer, httpPort: port };
  }
  return peers;
}

/** The ports that a node needs: for what it serves, and for what its command names. */
function portNames({ serves, command, env, hosted }: ProcessNode): ReadonlySet<string> {
  const names = new Set<string>();
  if (serves.http) names.add('http');
  if (serves.message) names.add('message');
  if (hosted !== null) return names;
  for (const text of [...command, ...Object.values(env ?? {})])
    for (const [, name] of text.matchAll(/\{port:([^{}]+)\}/g)) names.add(name ?? '');
  return names;
}
