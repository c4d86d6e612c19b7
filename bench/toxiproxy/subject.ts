import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onFirstCore } from './cores.js';
import { cpuMicros } from './cpu-micros.js';

const original = 'toxiproxy-server';
const triesMax = 100;
const pauseMillis = 50;

/** What the API is told of a toxic. */
export type ToxicWords = Readonly<Record<string, unknown>>;

/** A Toxiproxy in a process of its own, on a core of its own where that is possible. */
export class Subject {
  readonly name: string;
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(name: string, url: string, child: ChildProcess) {
    this.name = name;
    this.url = url;
    this.#child = child;
  }

  static async embedded(): Promise<Subject> {
    const main = fileURLToPath(new URL('../../src/toxiproxy/main.js', import.meta.url));
    const child = start([process.execPath, main, '--port', '0', '--tied'], ['pipe', 'pipe', 'inherit']);
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    return new Subject('embedded', `http://${(JSON.parse(line.toString()) as { readonly listening: string }).listening}`, child);
  }

  /** Undefined where the original is not on PATH. */
  static async original(): Promise<Subject | undefined> {
    if (spawnSync(original, ['--version']).status !== 0) return undefined;
    const port = await freePort();
    const subject = new Subject(
      'original',
      `http://127.0.0.1:${port}`,
      start([original, '-host', '127.0.0.1', '-port', String(port)], 'ignore'),
    );
    for (let tries = 0; tries < triesMax; tries += 1) {
      const answer = await fetch(`${subject.url}/version`).catch(() => null);
      if (answer?.ok === true) return subject;
      await setTimeout(pauseMillis);
    }
    subject.close();
    throw new Error(`${original} does not answer`);
  }

  /** Asks the API. @throws Error for an answer that is no success */
  async ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(this.url + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${this.name}: ${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }

  /** Puts a proxy in front of a port of loopback. @returns its own port */
  async proxy(name: string, upstreamPort: number, toxics: readonly ToxicWords[] = []): Promise<number> {
    const words = { name, listen: '127.0.0.1:0', upstream: `127.0.0.1:${upstreamPort}` };
    const { listen } = (await this.ask('POST', '/proxies', words)) as { readonly listen: string };
    for (const toxic of toxics) await this.ask('POST', `/proxies/${name}/toxics`, toxic);
    return Number(listen.split(':')[1]);
  }

  /** Processor time used so far, in microseconds. NaN where the system does not tell. */
  get cpuMicros(): number {
    return cpuMicros(this.#child.pid ?? 0) ?? Number.NaN;
  }

  /** Memory that is in use, in bytes. NaN where the system does not tell. */
  get residentBytes(): number {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(this.#proc('status'))?.[1];
    return kilobytes === undefined ? Number.NaN : Number(kilobytes) * 1_024;
  }

  /** Open files and sockets. NaN where the system does not tell. */
  get descriptors(): number {
    try {
      return readdirSync(`/proc/${this.#child.pid}/fd`).length;
    } catch {
      return Number.NaN;
    }
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }

  #proc(file: string): string {
    try {
      return readFileSync(`/proc/${this.#child.pid}/${file}`, 'utf8');
    } catch {
      return '';
    }
  }
}

function start(command: readonly string[], stdio: 'ignore' | ('pipe' | 'inherit')[]): ChildProcess {
  const [program = '', ...words] = [...onFirstCore, ...command];
  const child = spawn(program, words, { stdio });
  // The original does not notice that nobody needs it any more.
  process.once('exit', () => void child.kill('SIGKILL'));
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
