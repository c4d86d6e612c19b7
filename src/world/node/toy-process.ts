// For tests: a toy node as a process, and the test as its supervisor.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Control, Report, StartLine } from './control.js';
import { LineSplitter } from './line-splitter.js';

const MAIN = fileURLToPath(new URL('./toy-main.js', import.meta.url));

export class ToyProcess {
  readonly child: ChildProcess;
  readonly reports: Report[] = [];
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  #heard: (() => void)[] = [];

  constructor(start: Partial<StartLine> & { readonly directory: string }) {
    this.child = spawn(process.execPath, [MAIN], { stdio: ['pipe', 'pipe', 'ignore'] });
    const defaults: StartLine = {
      id: 'a1',
      config: { peer: 'b1' },
      directory: start.directory,
      listen: { http: 0, message: 0 },
      peers: {},
      record: null,
      seed: 'toy',
      originNanos: null,
      traps: [],
      clock: null,
      limits: {},
    };
    this.say({ ...defaults, ...start });
    const splitter = new LineSplitter(1024 * 1024);
    this.child.stdout?.on('data', (bytes: Buffer) => {
      for (const line of splitter.push(bytes) ?? []) this.reports.push(JSON.parse(line) as Report);
      for (const hear of this.#heard.splice(0)) hear();
    });
    this.exited = new Promise((resolve) => this.child.once('close', (code, signal) => resolve({ code, signal })));
  }

  say(line: StartLine | Control): void {
    this.child.stdin?.write(`${JSON.stringify(line)}\n`);
  }

  /** The first report of this kind. @throws Error when the process ends before */
  async told<K extends Report['is']>(is: K): Promise<Report & { readonly is: K }> {
    let isOver = false;
    const over = this.exited.then(() => (isOver = true));
    for (;;) {
      const found = this.reports.find((report) => report.is === is);
      if (found !== undefined) return found as Report & { readonly is: K };
      if (isOver) throw new Error(`ended without ${is}: ${JSON.stringify(this.reports)}`);
      await Promise.race([over, new Promise<void>((resolve) => this.#heard.push(resolve))]);
    }
  }

  async address(): Promise<string> {
    return `http://127.0.0.1:${(await this.told('up')).http}`;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}

/** A folder for one test. */
export function toyFolder(): { readonly path: string; readonly disk: string; readonly record: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'topple-toy-'));
  return { path, disk: join(path, 'disk'), record: join(path, 'record'), remove: () => rmSync(path, { recursive: true, force: true }) };
}
