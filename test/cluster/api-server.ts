// A Kubernetes API server with its etcd as processes, where both are installed: `kube-apiserver` (test/kube-apiserver builds one) and `etcd` on the PATH.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { PortBlocks } from '../../src/core/processes/port-blocks.js';

const TOKEN = 'topple';
const READY_TRIES_MAX = 600;
const READY_PAUSE_MILLIS = 100;
const insecure = new Agent({ connect: { rejectUnauthorized: false } });

export class ApiServer {
  readonly #directory = mkdtempSync(join(tmpdir(), 'topple-kube-'));
  /** None of them is given to others while a server is down. */
  readonly #ports = new PortBlocks();
  #etcd: ChildProcess | null = null;
  #server: ChildProcess | null = null;
  #words: readonly string[] = [];
  readonly headers = { authorization: `Bearer ${TOKEN}` };
  address = '';

  async start(): Promise<void> {
    const [client, peer, secure] = [await this.#ports.take(), await this.#ports.take(), await this.#ports.take()];
    const key = join(this.#directory, 'service-account.key');
    const tokens = join(this.#directory, 'tokens.csv');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(key, privateKey.export({ type: 'pkcs1', format: 'pem' }));
    writeFileSync(tokens, `${TOKEN},${TOKEN},1,system:masters\n`);
    this.#etcd = this.#spawn('etcd', etcdArguments(join(this.#directory, 'etcd'), client, peer));
    this.#words = serverArguments(this.#directory, { client, secure, key, tokens });
    this.#server = this.#spawn('kube-apiserver', this.#words);
    this.address = `https://127.0.0.1:${secure}`;
    await this.#ready();
  }

  async restart(): Promise<void> {
    await kill(this.#server);
    this.#server = this.#spawn('kube-apiserver', this.#words);
    await this.#ready();
  }

  #spawn(command: string, words: readonly string[]): ChildProcess {
    const log = openSync(join(this.#directory, `${command}.log`), 'w');
    const child = spawn(command, words, { stdio: ['ignore', log, log] });
    closeSync(log);
    return child;
  }

  /** Until it says so, and has the namespace that the tests use. */
  async #ready(): Promise<void> {
    for (let tries = 0; tries < READY_TRIES_MAX; tries++) {
      if ((await this.#status('/readyz')) === 200 && (await this.#status('/api/v1/namespaces/default')) === 200) return;
      if ([this.#etcd, this.#server].some((child) => child?.exitCode !== null)) break;
      await setTimeout(READY_PAUSE_MILLIS);
    }
    throw new Error(
      `the API server did not become ready: ${readFileSync(join(this.#directory, 'kube-apiserver.log'), 'utf8').slice(-2_000)}`,
    );
  }

  async #status(path: string): Promise<number> {
    try {
      const { statusCode, body } = await request(this.address + path, { headers: this.headers, dispatcher: insecure });
      await body.dump();
      return statusCode;
    } catch {
      return 0;
    }
  }

  async end(): Promise<void> {
    await kill(this.#server);
    await kill(this.#etcd);
    await this.#ports.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

async function kill(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, 'close');
  child.kill('SIGKILL');
  await over;
}

function etcdArguments(data: string, client: number, peer: number): readonly string[] {
  const [clientUrl, peerUrl] = [client, peer].map((port) => `http://127.0.0.1:${port}`);
  const listens = ['--listen-client-urls', String(clientUrl), '--advertise-client-urls', String(clientUrl)];
  const peers = [
    '--listen-peer-urls',
    String(peerUrl),
    '--initial-advertise-peer-urls',
    String(peerUrl),
    '--initial-cluster',
    `default=${String(peerUrl)}`,
  ];
  return ['--data-dir', data, ...listens, ...peers];
}

interface ServerOptions {
  readonly client: number;
  readonly secure: number;
  readonly key: string;
  readonly tokens: string;
}

function serverArguments(directory: string, { client, secure, key, tokens }: ServerOptions): readonly string[] {
  const options: Readonly<Record<string, string>> = {
    'etcd-servers': `http://127.0.0.1:${client}`,
    'service-account-key-file': key,
    'service-account-signing-key-file': key,
    'service-account-issuer': 'https://localhost',
    'authorization-mode': 'AlwaysAllow',
    'token-auth-file': tokens,
    'bind-address': '127.0.0.1',
    'advertise-address': '127.0.0.1',
    'secure-port': String(secure),
    'cert-dir': join(directory, 'certificates'),
    // It wants a token of a controller that is not running here.
    'disable-admission-plugins': 'ServiceAccount',
    'service-cluster-ip-range': '10.0.0.0/24',
  };
  return Object.entries(options).map(([name, value]) => `--${name}=${value}`);
}
