// A node of the orchestrator as a process, and the test as its supervisor.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Control, Report, StartLine } from '../../src/world/node/control.js';
import { LineSplitter } from '../../src/world/node/line-splitter.js';

const MAIN = fileURLToPath(new URL('../../src/orchestrator/main/node.js', import.meta.url));
const LINE_BYTES_MAX = 1024 * 1024;

export class NodeProcess {
  readonly #child: ChildProcess;
  readonly #up: Promise<{ readonly http: number; readonly message: number }>;

  constructor(role: string, start: Pick<StartLine, 'id' | 'config' | 'directory' | 'listen'>) {
    const child = spawn(process.execPath, [MAIN, '--role', role], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child = child;
    const rest = { peers: {}, record: null, seed: start.id, originNanos: null, traps: [], clock: null, limits: {} };
    child.stdin.write(`${JSON.stringify({ ...rest, ...start } satisfies StartLine)}\n`);
    const splitter = new LineSplitter(LINE_BYTES_MAX);
    this.#up = new Promise((resolve, reject) => {
      child.once('close', () => reject(new Error(`${start.id} ended before it was up`)));
      child.stdout.on('data', (bytes: Buffer) => {
        for (const text of splitter.push(bytes) ?? []) {
          const report = JSON.parse(text) as Report;
          if (report.is === 'up') resolve({ http: report.http ?? 0, message: report.message ?? 0 });
        }
      });
    });
  }

  /** Its ports, as soon as it listens. @throws Error when it ends before */
  up(): Promise<{ readonly http: number; readonly message: number }> {
    return this.#up;
  }

  say(control: Control): void {
    this.#child.stdin?.write(`${JSON.stringify(control)}\n`);
  }

  /** As in a crash. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const over = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await over;
  }
}
