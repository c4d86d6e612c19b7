// Goal: what stays stopped although nobody wants it to is continued, and what should stand still is left alone.
// Method: two processes that sleep, both stopped behind the harness's back.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { processEntry } from './process-entry.js';
import { wakeAll } from './wake-all.js';

describe('what should be awake', () => {
  const started: ChildProcess[] = [];

  async function sleeper(): Promise<number> {
    const child = spawn(process.execPath, ['-e', 'process.stdout.write("."); setTimeout(() => {}, 60000)'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    started.push(child);
    if (child.stdout !== null) await once(child.stdout, 'data');
    return child.pid ?? 0;
  }

  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });

  it('is continued where it is stopped, and nothing else is', async function () {
    if (processEntry(process.pid) === null) this.skip();
    const [one, other] = [await sleeper(), await sleeper()];
    for (const pid of [one, other]) process.kill(pid, 'SIGSTOP');
    while (![one, other].every((pid) => processEntry(pid)?.isStopped)) await setTimeout(5);
    await wakeAll(() => [one]);
    expect([processEntry(one)?.isStopped, processEntry(other)?.isStopped]).to.deep.equal([false, true]);
  }).timeout(20_000);

  it('may be gone', async () => {
    await wakeAll(() => [0x7ffffffe]);
  });
});
