import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

// Listens with the smallest backlog and then sleeps, so that nobody accepts: Node accepts on its own as long as its loop turns.

const { host, port, gate } = workerData as { readonly host: string; readonly port: number; readonly gate: Int32Array };
const server = createServer();
server.on('error', ({ code }: NodeJS.ErrnoException) => {
  parentPort?.postMessage({ code: code ?? 'failed' });
  server.close();
});
server.listen({ host, port, backlog: 1 }, () => {
  const { address, port: bound } = server.address() as AddressInfo;
  parentPort?.postMessage({ host: address, port: bound });
  Atomics.wait(gate, 0, 0);
  process.exit(0);
});
