import { connect, type Socket } from 'node:net';
import type { Json, Micros, NodeId } from '../index.js';
import type { Clock } from './clock.js';
import type { Peer, Traffic } from './control.js';
import type { NodeLimits } from './limits.js';

export interface MessageLinksOptions {
  readonly id: NodeId;
  readonly clock: Clock;
  readonly limits: NodeLimits;
  peer(id: NodeId): Peer | undefined;
  traffic(id: NodeId): Traffic;
}

interface Link {
  socket: Socket | null;
  /** Messages written on this connection. */
  written: number;
  /** Not before this moment. */
  redialAt: Micros;
}

/** What was said on a connection that ended sooner than this after it was dialled reached nobody: a proxy took it whose server is gone. */
const stillborn: Micros = 100_000;

/** Sends messages to peers: one connection each, made when first needed, whose first line says who speaks. Fire and forget. */
export class MessageLinks {
  readonly #options: MessageLinksOptions;
  readonly #links = new Map<NodeId, Link>();

  constructor(options: MessageLinksOptions) {
    this.#options = options;
  }

  send(to: NodeId, body: Json): void {
    const { traffic, limits } = this.#options;
    const count = traffic(to);
    count.sent++;
    const link = this.#linkTo(to);
    if (link.socket === null || link.socket.writableLength > limits.linkBytesMax) return void count.lost++;
    link.written++;
    link.socket.write(`${JSON.stringify(body)}\n`);
  }

  /** Addresses have changed. */
  closeAll(): void {
    for (const { socket } of this.#links.values()) socket?.destroy();
    this.#links.clear();
  }

  #linkTo(to: NodeId): Link {
    const { clock, peer, id } = this.#options;
    const link = this.#links.get(to) ?? { socket: null, written: 0, redialAt: 0 };
    this.#links.set(to, link);
    const address = peer(to);
    if (link.socket !== null || address === undefined || address.messagePort === null || clock.now() < link.redialAt) return link;
    link.written = 0;
    link.socket = this.#dial(to, link, address.host, address.messagePort);
    link.socket.write(`${JSON.stringify({ from: id })}\n`);
    return link;
  }

  #dial(to: NodeId, link: Link, host: string, port: number): Socket {
    const { clock, limits, traffic } = this.#options;
    const since = clock.now();
    const socket = connect({ host, port, noDelay: true, keepAlive: true });
    socket.on('error', () => undefined);
    // Nobody answers here; reading is how the end is noticed.
    socket.resume();
    socket.on('end', () => socket.destroy());
    socket.on('close', () => {
      if (link.socket !== socket) return;
      link.socket = null;
      link.redialAt = clock.now() + limits.redialPause;
      if (clock.now() - since < stillborn) traffic(to).lost += link.written;
    });
    return socket;
  }
}
