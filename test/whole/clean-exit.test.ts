// Goal: however a campaign ends, nothing of it is left: no process, no port, no file but its report.
// Method: the built command in a group of its own, ended at several moments by SIGINT, SIGTERM and SIGKILL; /proc is asked what still carries its mark.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const cli = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const waitMillisMax = 15_000;

describe('the end of a real campaign', function () {
  let directory: string;
  let mark: string;

  before(function () {
    if (existsSync('/proc/self/environ')) return;
    process.stdout.write('    skipped, because there is no /proc here\n');
    this.skip();
  });

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'topple-exit-'));
    mark = directory.slice(directory.lastIndexOf('/') + 1);
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function start(): ChildProcess {
    const args = [cli, 'run', '--world', 'real', '--jobs', '1', '--seed', 'exit', '--out', join(directory, 'report')];
    return spawn(process.execPath, args, {
      cwd: directory,
      env: { ...process.env, TMPDIR: directory, TOPPLE_TEST_MARK: mark },
      stdio: 'ignore',
    });
  }

  /** What runs with our mark in its environment, by /proc. */
  function left(): readonly string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`TOPPLE_TEST_MARK=${mark}`) && stateOf(pid) !== 'Z';
        } catch {
          return false;
        }
      });
  }

  async function untilNone(): Promise<readonly string[]> {
    await until(() => left().length === 0);
    return left();
  }

  for (const [signal, afterMillis] of [
    ['SIGINT', 0],
    ['SIGINT', 2_500],
    ['SIGTERM', 4_000],
  ] as const) {
    it(`by ${signal} after ${afterMillis} ms has a partial report and leaves nothing else`, async () => {
      const child = start();
      await untilStarted(child, directory, afterMillis);
      child.kill(signal);
      const [code] = (await once(child, 'exit')) as [number];
      expect(await untilNone(), 'processes').to.deep.equal([]);
      expect(code).to.equal(130);
      expect(JSON.parse(readFileSync(join(directory, 'report', 'report.json'), 'utf8'))).to.include({ interrupted: true });
      expect(readdirSync(directory)).to.deep.equal(['report']);
      expect(foldersIn(join(directory, 'report')), 'directories of runs').to.deep.equal([]);
    });
  }

  for (const afterMillis of [300, 2_500, 4_500]) {
    it(`by SIGKILL after ${afterMillis} ms leaves no process and no directory of a run`, async () => {
      const child = start();
      await untilStarted(child, directory, afterMillis);
      // Between two runs there is none.
      if (afterMillis > 4_000) expect(await until(() => left().length > 8), 'processes of a run').to.equal(true);
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(await untilNone(), 'processes').to.deep.equal([]);
      expect(foldersIn(join(directory, 'report')), 'directories of runs').to.deep.equal([]);
      expect(readdirSync(directory).filter((name) => name !== 'report')).to.deep.equal([]);
    });
  }
});

/** Whether it has come to hold in time. */
async function until(holds: () => boolean): Promise<boolean> {
  const end = performance.now() + waitMillisMax;
  while (!holds() && performance.now() < end) await setTimeout(50);
  return holds();
}

/** The report's first form is there, and then the time has passed. */
async function untilStarted(child: ChildProcess, directory: string, afterMillis: number): Promise<void> {
  while (!existsSync(join(directory, 'report')) && child.exitCode === null) await setTimeout(20);
  await setTimeout(afterMillis);
}

function foldersIn(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function stateOf(pid: string): string {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] ?? '';
}
