import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { limits } from './limits.js';
import { processEntry } from './process-entry.js';

/** What the guardian is told, as JSON lines. */
export type Charge =
  | { readonly what: 'process'; readonly pid: number; readonly started: string | null }
  | { readonly what: 'ended'; readonly pid: number }
  | { readonly what: 'directory'; readonly path: string }
  | { readonly what: 'directory-gone'; readonly path: string }
  /** A proxy on a server that is not ours: `DELETE` removes it. */
  | { readonly what: 'proxy'; readonly url: string }
  | { readonly what: 'done' };

/** The harness's end of the guardian's pipe. */
export class Guard {
  readonly #child: ChildProcess;

  /** Starts a guardian. It needs not be awaited: what it is told waits in the pipe, even if we are gone before it reads. */
  constructor() {
    const script = fileURLToPath(new URL('./guardian.js', import.meta.url));
    this.#child = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], cwd: '/' });
    this.#child.stdin?.on('error', () => undefined);
    this.#child.on('error', () => undefined);
    this.#child.unref();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  tell(charge: Charge): void {
    this.#child.stdin?.write(`${JSON.stringify(charge)}\n`);
  }

  watch(pid: number): void {
    this.tell({ what: 'process', pid, started: processEntry(pid)?.started ?? null });
  }

  /** Closes the pipe, as our end would: the guardian cleans up. */
  abandon(): void {
    this.#child.stdin?.end();
  }

  /** All is cleaned already. */
  async dismiss(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.ref();
    this.tell({ what: 'done' });
    const timer = setTimeout(() => child.kill('SIGKILL'), limits.endMillis);
    await ended;
    clearTimeout(timer);
  }
}
