// Goal: however a harness ends, nothing that it started or made is left a moment later, and nothing else is touched.
// Method: a harness as a child process with a stopped node and a cut link is ended in several ways; its children and files are looked for.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Guard } from './guard.js';
import { processEntry } from './process-entry.js';

const TEST_MILLIS_MAX = 60_000;
const GONE_MILLIS_MAX = 10_000;
const HARNESS = fileURLToPath(new URL('./toy-harness.js', import.meta.url));
const isLinux = existsSync('/proc/self/stat');

describe('the guardian', function () {
  this.timeout(TEST_MILLIS_MAX);
  let folder = '';
  const started: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'topple-guardian-'));
  });
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  function harness(how: string): ChildProcess {
    const child = spawn(process.execPath, [HARNESS, folder, how], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(child);
    return child;
  }

  const ready = (child: ChildProcess): Promise<void> => new Promise((resolve) => child.stdout?.once('data', () => resolve()));

  function childrenOf(pid: number | undefined): readonly number[] {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  }

  const isThere = (pid: number): boolean => processEntry(pid)?.isOver === false;

  async function untilGone(pids: readonly number[]): Promise<void> {
    const until = performance.now() + GONE_MILLIS_MAX;
    while (performance.now() < until && (pids.some(isThere) || readdirSync(folder).length > 0))
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect([pids.filter(isThere), readdirSync(folder)]).to.deep.equal([[], []]);
  }

  for (const how of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
    it(`cleans up after a harness that ${how} ended, a stopped node included`, async function () {
      if (!isLinux) this.skip();
      const child = harness('wait');
      await ready(child);
      const pids = childrenOf(child.pid);
      expect([pids.length, readdirSync(folder).length]).to.deep.equal([4, 1]);
      // As a terminal does: the whole group hears it.
      process.kill(-(child.pid ?? 0), how);
      await untilGone(pids);
    });
  }

  it('cleans up after a harness that ended without closing', async function () {
    if (!isLinux) this.skip();
    const child = harness('exit');
    let pids: readonly number[] = [];
    const look = setInterval(() => {
      const now = child.exitCode === null ? childrenOf(child.pid) : [];
      if (now.length > pids.length) pids = now;
    }, 5);
    await new Promise((resolve) => child.once('exit', resolve));
    clearInterval(look);
    expect(pids.length).to.equal(4);
    await untilGone(pids);
  });

  it('cleans up after a harness that was killed while it started', async function () {
    if (!isLinux) this.skip();
    for (const delay of [60, 90, 120, 150, 200]) {
      const child = harness('wait');
      await new Promise((resolve) => setTimeout(resolve, delay));
      const pids = childrenOf(child.pid);
      child.kill('SIGKILL');
      await untilGone(pids);
    }
  });

  it('spares a process that has the number of one of ours, and what was taken off its list', async () => {
    const sleeper = (): ChildProcess => {
      const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { detached: true, stdio: 'ignore' });
      started.push(child);
      return child;
    };
    const [ours, other, dropped] = [sleeper(), sleeper(), sleeper()];
    mkdirSync(join(folder, 'kept'));
    const guard = new Guard();
    guard.watch(ours.pid ?? 0);
    guard.watch(dropped.pid ?? 0);
    guard.tell({ what: 'process', pid: other.pid ?? 0, started: '1' });
    guard.tell({ what: 'ended', pid: dropped.pid ?? 0 });
    guard.tell({ what: 'directory', path: join(folder, 'kept') });
    guard.tell({ what: 'directory-gone', path: join(folder, 'kept') });
    guard.abandon();
    await new Promise((resolve) => ours.once('exit', resolve));
    expect([isThere(other.pid ?? 0) || !isLinux, isThere(dropped.pid ?? 0) || !isLinux, existsSync(join(folder, 'kept'))]).to.deep.equal([
      true,
      true,
      true,
    ]);
  });

  it('deletes proxies on a server that is not ours', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const guard = new Guard();
    guard.tell({ what: 'proxy', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/proxies/p1` });
    guard.abandon();
    for (let tries = 0; tries < 1_000 && asked.length === 0; tries++) await new Promise((resolve) => setTimeout(resolve, 10));
    server.closeAllConnections();
    server.close();
    expect(asked).to.deep.equal(['DELETE /proxies/p1']);
  });

  it('knows when a process began', function () {
    if (!isLinux) this.skip();
    expect(processEntry(process.pid)?.started).to.match(/^\d+$/);
    expect(processEntry(0x7fffffff)).to.equal(null);
  });
});
