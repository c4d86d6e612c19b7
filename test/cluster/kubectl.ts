import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CALL_MILLIS_MAX = 60_000;

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** The real kubectl, turned to one cluster, with a home of its own. */
export class Kubectl {
  readonly #home = mkdtempSync(join(tmpdir(), 'topple-kubectl-'));
  readonly #words: readonly string[];

  constructor(address: string) {
    this.#words = ['--server', address, '--kubeconfig', '/dev/null', '--cache-dir', join(this.#home, 'cache')];
  }

  /** @param input what it reads, as `-f -` */
  run(words: readonly string[], input = ''): Said {
    const { status, stdout, stderr } = spawnSync('kubectl', [...this.#words, ...words], {
      input,
      encoding: 'utf8',
      timeout: CALL_MILLIS_MAX,
      env: { ...process.env, HOME: this.#home },
    });
    return { code: status, out: stdout, error: stderr };
  }

  start(words: readonly string[]): ChildProcess {
    return spawn('kubectl', [...this.#words, ...words], { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, HOME: this.#home } });
  }

  end(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }
}
