import { createServer, type Server } from 'node:net';

const LOOPBACK = '127.0.0.1';
/** Below what systems give to outgoing connections (Linux from 32768, others from 49152): a listener that is down for a while must not lose its port to one. */
const firstPort = 12_000;
const lastPort = 32_000;
const blockPorts = 100;
const triesMax = 1_000;

/** Ports of the loopback interface that no other harness on this machine takes: whoever listens on the first port of a block owns the rest. */
export class PortBlocks {
  readonly #locks: Server[] = [];
  #next = 0;
  #end = 0;

  /** A port on which nobody listens. @throws Error when there is none */
  async take(): Promise<number> {
    for (let tries = 0; tries < triesMax; tries++) {
      if (this.#next >= this.#end) await this.#lockBlock();
      const port = this.#next++;
      const server = await listenOn(port);
      if (server === null) continue;
      await closed(server);
      return port;
    }
    throw new Error(`no free port between ${firstPort} and ${lastPort}`);
  }

  async close(): Promise<void> {
    await Promise.all(this.#locks.splice(0).map(closed));
  }

  async #lockBlock(): Promise<void> {
    const blocks = (lastPort - firstPort) / blockPorts;
    for (let tries = 0; tries < triesMax; tries++) {
      const port = firstPort + Math.floor(Math.random() * blocks) * blockPorts;
      const lock = await listenOn(port);
      if (lock === null) continue;
      lock.unref();
      this.#locks.push(lock);
      this.#next = port + 1;
      this.#end = port + blockPorts;
      return;
    }
    throw new Error(`no block of ports between ${firstPort} and ${lastPort} is free`);
  }
}

function listenOn(port: number): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => resolve(server));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
