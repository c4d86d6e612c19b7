import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { request as requestSecurely } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Connection } from './caller.js';

/** A plain HTTP door to a cluster that wants TLS and credentials. */
export class Front {
  readonly #server: Server;

  constructor(to: Pick<Connection, 'address' | 'headers'>) {
    this.#server = createServer((near, answer) => {
      const { protocol } = new URL(to.address);
      const open = protocol === 'https:' ? requestSecurely : request;
      const { host: _host, ...headers } = near.headers;
      const far = open(new URL(near.url ?? '/', to.address), {
        method: near.method ?? 'GET',
        headers: { ...headers, ...to.headers },
        ...(protocol === 'https:' ? { rejectUnauthorized: false } : {}),
      });
      far.on('response', (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        answer.flushHeaders();
        response.pipe(answer);
      });
      far.on('error', () => answer.destroy());
      answer.on('close', () => far.destroy());
      near.pipe(far);
    });
  }

  /** @returns its port */
  async start(): Promise<number> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  end(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
