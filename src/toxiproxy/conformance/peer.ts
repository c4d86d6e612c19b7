import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

const WAIT_MILLIS_MAX = 20_000;
/** Pauses between two looks at a condition, the last again and again: most things come soon. */
const POLL_MILLIS = [0, 1, 1, 2, 3, 5] as const;

/** Forgiven when times are compared from below: timers may be early, and two processes have two clocks. */
export const CLOCK_MILLIS = 3;

/** How a socket ended, as its owner saw it. */
export type Ending = 'end' | 'reset';

/** A raw socket of a test: what it received and how it ended. */
export class Peer {
  readonly socket: Socket;
  readonly #parts: Buffer[] = [];
  #length = 0;
  #ending: Ending | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#parts.push(bytes);
      this.#length += bytes.length;
    });
    socket.on('end', () => (this.#ending ??= 'end'));
    socket.on('error', () => (this.#ending ??= 'reset'));
    socket.on('close', () => (this.#ending ??= 'end'));
  }

  get length(): number {
    return this.#length;
  }

  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** How many times data came in. */
  get reads(): number {
    return this.#parts.length;
  }

  received(): Buffer {
    return Buffer.concat(this.#parts);
  }

  /** Resolves with the time when that many bytes have come. */
  async until(bytes: number): Promise<number> {
    await eventually(`${bytes} bytes, have ${this.#length}, ending ${this.#ending}`, () => this.#length >= bytes);
    return performance.now();
  }

  /** Resolves when all that was written has left this process. */
  async flushed(): Promise<void> {
    await eventually('what was written to leave', () => this.socket.writableLength === 0);
  }

  async ended(): Promise<Ending> {
    await eventually('the end of a connection', () => this.#ending !== undefined);
    return this.#ending ?? 'end';
  }
}

/** Waits for a condition. @throws Error naming what did not come within twenty seconds */
export async function eventually(what: string, holds: () => boolean): Promise<void> {
  const start = performance.now();
  for (let looks = 0; !holds(); looks += 1) {
    if (performance.now() - start > WAIT_MILLIS_MAX) throw new Error(`waited in vain for ${what}`);
    const millis = POLL_MILLIS[Math.min(looks, POLL_MILLIS.length - 1)] ?? 0;
    await (millis === 0 ? soon() : pause(millis));
  }
}

function soon(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function pause(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}

/** Connects to `host:port`. @throws the socket's error */
export async function dial(listen: string): Promise<Peer> {
  const [host = '', port = ''] = listen.split(':');
  const socket = connect({ host, port: Number(port), noDelay: true, allowHalfOpen: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return new Peer(socket);
}

/** Whether connecting is refused. @throws any other error of the socket */
export async function refused(listen: string): Promise<boolean> {
  try {
    (await dial(listen)).socket.destroy();
    return false;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') return true;
    throw error;
  }
}

/** A TCP server of a test that keeps every connection it accepted. */
export class Upstream {
  readonly peers: Peer[] = [];
  readonly #server: Server;

  private constructor(echo: boolean) {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.peers.push(new Peer(socket));
      if (echo) socket.pipe(socket);
    });
  }

  /** Listens on any free port of loopback; with `echo` it sends back what it gets. */
  static async listen(echo: boolean): Promise<Upstream> {
    const upstream = new Upstream(echo);
    await new Promise<void>((resolve) => upstream.#server.listen(0, '127.0.0.1', resolve));
    return upstream;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The connection accepted as number `index`, from 0. */
  async accepted(index: number): Promise<Peer> {
    await eventually(`connection ${index}`, () => this.peers.length > index);
    const peer = this.peers[index];
    if (peer === undefined) throw new Error(`no connection ${index}`);
    return peer;
  }

  close(): void {
    this.#server.close();
    for (const peer of this.peers) peer.socket.destroy();
  }
}
