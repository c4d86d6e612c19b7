import { Toxiproxy } from 'toxiproxy-node-client';
import type { Proxy, Toxic } from 'toxiproxy-node-client';
import { ask } from './ask.js';
import type { Reply } from './ask.js';
import { dial, Upstream } from './peer.js';
import type { Peer } from './peer.js';

/** What a test says about a toxic; the rest has Toxiproxy's defaults. */
export interface ToxicInput {
  readonly type: string;
  readonly attributes?: Readonly<Record<string, number>>;
  readonly stream?: 'upstream' | 'downstream';
  readonly toxicity?: number;
  readonly name?: string;
}

type Body = Parameters<Proxy['addToxic']>[0];

let proxyCount = 0;
const openBeds = new Set<Bed>();

/** One upstream server, one proxy in front of it, and the sockets that a test opened; `close` takes all of it away. */
export class Bed {
  readonly upstream: Upstream;
  readonly proxy: Proxy;
  readonly client: Toxiproxy;
  readonly #clients: Peer[] = [];

  private constructor(upstream: Upstream, proxy: Proxy, client: Toxiproxy) {
    this.upstream = upstream;
    this.proxy = proxy;
    this.client = client;
  }

  static async open(url: string, { echo = true }: { readonly echo?: boolean } = {}): Promise<Bed> {
    const upstream = await Upstream.listen(echo);
    const client = new Toxiproxy(url);
    const proxy = await client.createProxy({ name: freshName(), listen: '127.0.0.1:0', upstream: upstream.address });
    const bed = new Bed(upstream, proxy, client);
    openBeds.add(bed);
    return bed;
  }

  async dial(): Promise<Peer> {
    const peer = await dial(this.proxy.listen);
    this.#clients.push(peer);
    return peer;
  }

  /** A connection through the proxy and its far end. */
  async pair(): Promise<{ readonly near: Peer; readonly far: Peer }> {
    const index = this.upstream.peers.length;
    const near = await this.dial();
    return { near, far: await this.upstream.accepted(index) };
  }

  toxic(input: ToxicInput): Promise<Toxic<Readonly<Record<string, number>>>> {
    return this.proxy.addToxic(toxicBody(input));
  }

  /** Changes the proxy by a plain request. */
  update(body: Readonly<Record<string, unknown>>): Promise<Reply> {
    return ask(this.client.host, 'PATCH', `/proxies/${this.proxy.name}`, { body: JSON.stringify(body) });
  }

  /** Closes its own end of everything, when the server is gone or hangs. */
  abandon(): void {
    openBeds.delete(this);
    for (const peer of this.#clients) peer.socket.destroy();
    this.upstream.close();
  }

  async close(): Promise<void> {
    this.abandon();
    await this.client.get(this.proxy.name).then(
      (proxy) => proxy.remove(),
      () => undefined,
    );
  }
}

/** Takes away what tests that failed have left, which would otherwise keep the process alive. */
export function abandonBeds(): void {
  for (const bed of [...openBeds]) bed.abandon();
}

/** A proxy name that no other test uses. */
export function freshName(): string {
  proxyCount += 1;
  return `bed-${process.pid}-${proxyCount}`;
}

/** The whole body that the client's types ask for; they do not know every type that servers do. */
export function toxicBody(input: ToxicInput): Body & { attributes: Readonly<Record<string, number>> } {
  const stream = input.stream ?? 'downstream';
  const { type, attributes = {}, toxicity = 1, name = `${type}_${stream}` } = input;
  return { name, stream, toxicity, attributes, type: type as Body['type'] };
}
