import type { Socket } from 'node:net';
import type { Activity } from './activity.js';
import { limits } from './limits.js';
import { Link } from './link.js';
import type { StageHost } from './stage.js';
import type { Stream, Toxic } from './toxic.js';

const NOTHING = Buffer.alloc(0);

export interface ConnectionOptions {
  /** The accepted socket, paused. */
  readonly client: Socket;
  /** The dialled socket, connected. */
  readonly server: Socket;
  /** Names the connection in the seed of its draws. */
  readonly seedKey: string;
  readonly activity: Activity;
  readonly toxics: readonly Toxic[];
  /** Called once, when both sockets are closed. */
  readonly gone: (connection: Connection) => void;
}

/** A client, the server it was joined to, and the two links between them. */
export class Connection {
  readonly #sockets: readonly [client: Socket, server: Socket];
  readonly #links: Readonly<Record<Stream, Link>>;
  #touched = false;

  constructor({ client, server, seedKey, activity, toxics, gone }: ConnectionOptions) {
    this.#sockets = [client, server];
    const host: Omit<StageHost, 'closeLink'> = {
      seedKey,
      touch: (toxicName) => {
        activity.touch(toxicName, !this.#touched);
        this.#touched = true;
      },
      resetConnection: () => this.#reset(),
    };
    this.#links = {
      upstream: new Link(client, server, host, (bytes) => activity.receive('upstream', bytes)),
      downstream: new Link(server, client, host, (bytes) => activity.receive('downstream', bytes)),
    };
    let open = this.#sockets.length;
    for (const socket of this.#sockets) {
      socket.on('close', () => {
        open -= 1;
        if (open === 0) gone(this);
      });
    }
    for (const stream of ['upstream', 'downstream'] as const) {
      this.#links[stream].start(toxics.filter((toxic) => toxic.stream === stream));
    }
    client.resume();
  }

  link(stream: Stream): Link {
    return this.#links[stream];
  }

  /** Closes both sockets now; what has not been sent is lost. */
  destroy(): void {
    this.#links.upstream.discard();
    this.#links.downstream.discard();
    for (const socket of this.#sockets) socket.destroy();
  }

  #reset(): void {
    this.#links.upstream.discard();
    this.#links.downstream.discard();
    for (const socket of this.#sockets) resetSoon(socket);
  }
}

/** Resets the socket once the bytes already written to it have left this process. A FIN sent before would make the reset come too late, so the socket is never ended. */
function resetSoon(socket: Socket): void {
  if (socket.destroyed) return;
  const now = (): void => {
    clearTimeout(timer);
    if (!socket.destroyed) socket.resetAndDestroy();
  };
  const timer = setTimeout(now, limits.resetFlushMillisMax);
  socket.once('close', () => clearTimeout(timer));
  if (socket.writableLength === 0) now();
  else if (socket.writable) socket.write(NOTHING, now);
}
