// Goal: the server process says when it serves, and ends when it is told to or when its parent is gone.
// Method: spawn the built file, read its one line, then end it in each way.
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Upstream, dial } from './conformance/peer.js';
import { startToxiproxy } from './index.js';

const TEST_MILLIS_MAX = 60_000;
const MAIN = fileURLToPath(new URL('main.js', import.meta.url));
type Child = ChildProcessByStdio<Writable, Readable, Readable>;

describe('the process of the embedded Toxiproxy', function () {
  this.timeout(TEST_MILLIS_MAX);
  const children: Child[] = [];
  const start = (...args: readonly string[]): Child => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    children.push(child);
    return child;
  };
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  it('prints where it listens, answers there, and ends on SIGTERM with connections open', async () => {
    const child = start('--port', '0', '--seed', 's', '--ready-stdout');
    const url = `http://${await listening(child)}`;
    const upstream = await Upstream.listen(true);
    const body = JSON.stringify({ name: 'p', listen: '127.0.0.1:0', upstream: upstream.address });
    const proxy = (await (await fetch(`${url}/proxies`, { method: 'POST', body })).json()) as { listen: string };
    const near = await dial(proxy.listen);
    near.socket.write('x');
    await near.until(1);
    child.kill('SIGTERM');
    expect(await exitCode(child)).to.equal(0);
    await near.ended();
    upstream.close();
  });

  it('ends with its stdin when tied', async () => {
    const child = start('--port', '0', '--tied');
    await listening(child);
    child.stdin.end();
    expect(await exitCode(child)).to.equal(0);
  });

  it('starts with the proxies of its config file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'toxiproxy-'));
    const file = join(folder, 'toxiproxy.json');
    writeFileSync(file, JSON.stringify([{ name: 'from-file', listen: '127.0.0.1:0', upstream: '127.0.0.1:1' }]));
    const url = `http://${await listening(start('--port', '0', '--config', file))}`;
    expect(await (await fetch(`${url}/proxies`)).json()).to.have.keys('from-file');
    rmSync(folder, { recursive: true });
  });

  it('is strict, and has metrics, when told so', async () => {
    const url = `http://${await listening(start('--port', '0', '--strict', '--proxy-metrics'))}`;
    expect(await (await fetch(`${url}/capabilities`)).json()).to.deep.include({ strict: true });
    expect((await fetch(`${url}/metrics`)).status).to.equal(200);
  });

  it('ends 1 when its port is taken, and says so', async () => {
    const server = await startToxiproxy({});
    const child = start('--port', String(server.port));
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
    expect(await exitCode(child)).to.equal(1);
    expect(said).to.match(/EADDRINUSE/);
    await server.close();
  });
});

async function listening(child: Child): Promise<string> {
  for await (const line of child.stdout) {
    return (JSON.parse(String(line)) as { listening: string }).listening;
  }
  throw new Error('ended before it listened');
}

function exitCode(child: Child): Promise<number | null> {
  return new Promise((resolve) => child.on('close', resolve));
}
