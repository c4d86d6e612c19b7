// An edge cluster of ours as a process, and the test as its supervisor.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Limits, limitsDefault, timingsDefault } from '../../src/orchestrator/wire/config.js';
import type { Report, StartLine } from '../../src/world/node/control.js';
import { LineSplitter } from '../../src/world/node/line-splitter.js';

const MAIN = fileURLToPath(new URL('../../src/orchestrator/main/node.js', import.meta.url));
const LINE_BYTES_MAX = 1024 * 1024;

export class ClusterNode {
  readonly headers = {};
  readonly #directory = mkdtempSync(join(tmpdir(), 'topple-cluster-'));
  readonly #limits: Limits;
  #child: ChildProcess | null = null;
  #port = 0;

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { ...limitsDefault, ...limits };
  }

  /** Starts it, or starts it again on the same port and disk. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [MAIN, '--role', 'cluster'], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child = child;
    const config = { id: 'c1', managers: [], timings: timingsDefault, limits: this.#limits };
    const line: StartLine = {
      id: 'c1',
      config: JSON.parse(JSON.stringify(config)) as StartLine['config'],
      directory: this.#directory,
      listen: { http: this.#port, message: null },
      peers: {},
      record: null,
      seed: 'cluster',
      originNanos: null,
      traps: [],
      limits: {},
    };
    child.stdin.write(`${JSON.stringify(line)}\n`);
    const splitter = new LineSplitter(LINE_BYTES_MAX);
    this.#port = await new Promise<number>((resolve, reject) => {
      child.once('close', () => reject(new Error('the node ended before it was up')));
      child.stdout.on('data', (bytes: Buffer) => {
        for (const text of splitter.push(bytes) ?? []) {
          const report = JSON.parse(text) as Report;
          if (report.is === 'up') resolve(report.http ?? 0);
        }
      });
    });
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  get address(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** As in a crash. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    const over = once(child, 'close');
    child.kill('SIGKILL');
    await over;
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
