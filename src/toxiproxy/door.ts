import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { formatAddress } from './address.js';
import type { Address } from './address.js';
import { limits } from './limits.js';
import { socketOptions } from './socket-options.js';

/** A bound listener. */
export interface Door {
  /** Where it is bound, the port never 0. */
  readonly address: Address;
  /** Nobody can connect any more; resolves when the port is free. Connections that were accepted stay. */
  close(): Promise<void>;
}

const BIND_TEXTS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'bind: address already in use',
  EADDRNOTAVAIL: 'bind: cannot assign requested address',
  EACCES: 'bind: permission denied',
};

/** Listens, and hands on each client, paused. @throws Error with the wording of Go */
export async function openDoor(address: Address, accept: (client: Socket) => void): Promise<Door> {
  const server = createServer({ ...socketOptions, pauseOnConnect: true, highWaterMark: limits.socketBytesMax });
  server.maxConnections = limits.connectionsMax;
  server.on('connection', accept);
  await new Promise<void>((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) => reject(bindError(address, error.code, error)));
    server.listen(address, resolve);
  });
  // The port is free as soon as this returns; the server's own end waits for its connections.
  const close = async (): Promise<void> => void server.close();
  return { address: boundAddress(server), close };
}

/** The failure to bind, as Go words it. */
export function bindError(address: Address, code: string | undefined, cause?: unknown): Error {
  const text = BIND_TEXTS[code ?? ''] ?? `bind: ${code ?? 'failed'}`;
  return new Error(`listen tcp ${formatAddress(address)}: ${text}`, { cause });
}

function boundAddress(server: Server): Address {
  const { address, port } = server.address() as AddressInfo;
  return { host: address, port };
}
