import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineSplitter } from '../../world/node/index.js';
import type { Guard } from './guard.js';
import { limits } from './limits.js';
import type { PortBlocks } from './port-blocks.js';
import { signalGroup } from './signal-group.js';

/** A Toxiproxy server: one that we started, or one that was there before. */
export interface ToxiproxyServer {
  readonly url: string;
  readonly isOurs: boolean;
  /** Kept when it ends by itself: how. */
  readonly lost: Promise<string>;
  /** Ends it, if it is ours. */
  end(): Promise<void>;
}

const PROGRAM = 'toxiproxy-server';

/**
 * `auto`: the one that TOXIPROXY_URL names (`embedded`, or an address), else `toxiproxy-server` where it is on PATH, else the embedded one; `embedded`; or the address of one.
 *
 * @throws Error when it does not answer in time
 */
export async function startToxiproxyServer(which: string, seed: string, guard: Guard, ports: PortBlocks): Promise<ToxiproxyServer> {
  const named = which === 'auto' ? process.env['TOXIPROXY_URL'] : which;
  if (named !== undefined && named !== 'embedded')
    return { url: baseOf(named), isOurs: false, lost: new Promise(() => undefined), end: () => Promise.resolve() };
  const program = which === 'auto' && named === undefined ? programOnPath() : null;
  return program === null ? startEmbedded(seed, guard) : startProgram(program, guard, ports);
}

/** A trailing slash would make requests that the original server redirects, and the client would lose their method. */
function baseOf(address: string): string {
  return (/^https?:\/\//.test(address) ? address : `http://${address}`).replace(/\/+$/, '');
}

function programOnPath(): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, PROGRAM);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue;
    }
  }
  return null;
}

async function startEmbedded(seed: string, guard: Guard): Promise<ToxiproxyServer> {
  const main = fileURLToPath(new URL('../../toxiproxy/main.js', import.meta.url));
  const child = launch(process.execPath, [main, '--port', '0', `--seed=${seed}`, '--tied'], guard);
  const splitter = new LineSplitter(limits.reportBytesMax);
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (bytes: Buffer) => {
      for (const line of splitter.push(bytes) ?? []) resolve((JSON.parse(line) as { listening: string }).listening);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the embedded Toxiproxy ended at once, with ${code}`)));
  });
  return ours(`http://${await listening}`, child, guard);
}

/** The original never says on which port it listens, and lives on when it cannot have it: so the port is chosen here, and asked until it answers. */
async function startProgram(program: string, guard: Guard, ports: PortBlocks): Promise<ToxiproxyServer> {
  const port = await ports.take();
  const child = launch(program, ['-host', '127.0.0.1', '-port', String(port)], guard);
  child.stdout?.resume();
  const url = `http://127.0.0.1:${port}`;
  const until = performance.now() + limits.proxyTimeMillis;
  while (performance.now() < until && child.exitCode === null) {
    const answer = await fetch(`${url}/version`).catch(() => null);
    if (answer?.ok === true) return ours(url, child, guard);
    await new Promise((resolve) => setTimeout(resolve, limits.readyPollMillis));
  }
  await ended(child, guard);
  throw new Error(`${program} does not answer at ${url}`);
}

function launch(program: string, args: readonly string[], guard: Guard): ChildProcess {
  const child = spawn(program, args, { detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin?.on('error', () => undefined);
  child.on('error', () => undefined);
  if (child.pid !== undefined) guard.watch(child.pid);
  return child;
}

function ours(url: string, child: ChildProcess, guard: Guard): ToxiproxyServer {
  let isEnding = false;
  const lost = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => (isEnding ? undefined : resolve(`it ended with ${signal ?? code}`)));
  });
  const end = (): Promise<void> => {
    isEnding = true;
    return ended(child, guard);
  };
  return { url, isOurs: true, lost, end };
}

async function ended(child: ChildProcess, guard: Guard): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    signalGroup(pid, 'SIGKILL');
    await gone;
  }
  guard.tell({ what: 'ended', pid });
}
