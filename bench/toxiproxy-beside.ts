import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, connect, type Server } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { percentile, type Row } from './row.js';

const pings = 3_000;
const bulkBytes = 256 * 1024 * 1024;

/** The embedded Toxiproxy against a direct connection and, where it is on PATH, the original server: one connection, no toxic. */
export async function toxiproxyBeside(): Promise<readonly Row[]> {
  const echo = await listen();
  const children: ChildProcess[] = [];
  try {
    const target = (echo.address() as AddressInfo).port;
    const rows: Row[] = [];
    const direct = await pingMicros(target);
    const directBulk = await bulkPerSecond(target);
    rows.push({ what: 'round trip, direct, p50', value: direct, unit: 'µs', target: null });
    rows.push({ what: 'bulk, direct', value: directBulk / 1_048_576, unit: 'MiB/s', target: null });
    const embedded = await measure('embedded Toxiproxy', await startEmbedded(children), target, rows);
    rows.push({ what: 'round trip, embedded / direct', value: embedded.ping / direct, unit: '×', target: null });
    rows.push({ what: 'bulk, embedded / direct', value: embedded.bulk / directBulk, unit: '×', target: null });
    const isThere = spawnSync('toxiproxy-server', ['--version']).status === 0;
    if (!isThere) return rows;
    const real = await measure('toxiproxy-server', await startReal(children), target, rows);
    rows.push({ what: 'added p50, embedded / original', value: (embedded.ping - direct) / (real.ping - direct), unit: '×', target: '≤ 1' });
    rows.push({ what: 'bulk, embedded / original', value: embedded.bulk / real.bulk, unit: '×', target: '≥ 1.5' });
    return rows;
  } finally {
    for (const child of children) child.kill('SIGKILL');
    echo.close();
  }
}

async function measure(name: string, api: string, target: number, rows: Row[]): Promise<{ readonly ping: number; readonly bulk: number }> {
  const body = JSON.stringify({ name: 'echo', listen: '127.0.0.1:0', upstream: `127.0.0.1:${target}` });
  const made = (await (await fetch(`${api}/proxies`, { method: 'POST', body })).json()) as { readonly listen: string };
  const port = Number(made.listen.split(':')[1]);
  const ping = await pingMicros(port);
  const bulk = await bulkPerSecond(port);
  rows.push({ what: `round trip, ${name}, p50`, value: ping, unit: 'µs', target: null });
  rows.push({ what: `bulk, ${name}`, value: bulk / 1_048_576, unit: 'MiB/s', target: null });
  return { ping, bulk };
}

/** Sends back what comes. */
async function listen(): Promise<Server> {
  const server = createServer({ noDelay: true }, (socket) => socket.on('error', () => undefined).pipe(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function pingMicros(port: number): Promise<number> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const times: number[] = [];
  for (let ping = 0; ping < pings; ping++) {
    const begun = performance.now();
    socket.write('ping');
    await once(socket, 'data');
    times.push((performance.now() - begun) * 1_000);
  }
  socket.destroy();
  return percentile(times.slice(pings / 10), 50);
}

/** Bytes that go there and back in a second. */
async function bulkPerSecond(port: number): Promise<number> {
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  const chunk = Buffer.alloc(65_536);
  let back = 0;
  socket.on('data', (bytes: Buffer) => void (back += bytes.length));
  const begun = performance.now();
  for (let sent = 0; sent < bulkBytes; sent += chunk.length) if (!socket.write(chunk)) await once(socket, 'drain');
  while (back < bulkBytes) await once(socket, 'data');
  socket.destroy();
  return bulkBytes / ((performance.now() - begun) / 1_000);
}

async function startEmbedded(children: ChildProcess[]): Promise<string> {
  const main = fileURLToPath(new URL('../src/toxiproxy/main.js', import.meta.url));
  const child = spawn(process.execPath, [main, '--port', '0', '--tied'], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return `http://${(JSON.parse(line.toString()) as { readonly listening: string }).listening}`;
}

async function startReal(children: ChildProcess[]): Promise<string> {
  const server = await listen();
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  children.push(spawn('toxiproxy-server', ['-host', '127.0.0.1', '-port', String(port)], { stdio: 'ignore' }));
  const api = `http://127.0.0.1:${port}`;
  for (let time = 0; time < 100; time++) {
    const answer = await fetch(`${api}/version`).catch(() => null);
    if (answer?.ok === true) return api;
    await setTimeout(50);
  }
  throw new Error('toxiproxy-server does not answer');
}
