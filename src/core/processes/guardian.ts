// A process of its own that outlives the harness by a moment: it is told what the harness has made, and when its pipe closes, by whatever means, it ends
// and removes all of that. It is in a session of its own, so that signals to the harness's group pass it by.
import { rmSync } from 'node:fs';
import { processEntry } from './process-entry.js';
import { signalGroup } from './signal-group.js';
import type { Charge } from './guard.js';

/** Removal is tried for this long, every so often; what is still there then is beyond us. */
const cleanMillisMax = 4_000;
const cleanEveryMillis = 10;
const proxyMillisMax = 1_000;

const processes = new Map<number, string | null>();
const directories = new Set<string>();
const proxies = new Set<string>();

function hear(charge: Charge): void {
  if (charge.what === 'process') processes.set(charge.pid, charge.started);
  if (charge.what === 'ended') processes.delete(charge.pid);
  if (charge.what === 'directory') directories.add(charge.path);
  if (charge.what === 'directory-gone') directories.delete(charge.path);
  if (charge.what === 'proxy') proxies.add(charge.url);
  if (charge.what === 'done') process.exit(0);
}

/** A number that another process has now is not ours. Where the system cannot tell, it is taken for ours. */
function isOurs(pid: number, started: string | null): boolean {
  const now = processEntry(pid);
  return started === null || now === null || now.started === started;
}

/** SIGKILL reaches a stopped process, too; the SIGCONT is for systems where its end would wait. @returns how many have not ended yet */
function killAll(): number {
  let left = 0;
  for (const [pid, started] of processes) {
    if (!isOurs(pid, started)) continue;
    const wasThere = signalGroup(pid, 'SIGKILL');
    signalGroup(pid, 'SIGCONT');
    if (wasThere && processEntry(pid)?.isOver !== true) left++;
  }
  return left;
}

function removeAll(): boolean {
  let isGone = true;
  for (const path of directories) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      isGone = false;
    }
  }
  return isGone;
}

async function clean(): Promise<void> {
  const until = performance.now() + cleanMillisMax;
  killAll();
  const removed = [...proxies].map((url) =>
    fetch(url, { method: 'DELETE', signal: AbortSignal.timeout(proxyMillisMax) }).catch(() => undefined),
  );
  while (performance.now() < until) {
    const left = killAll();
    if (removeAll() && left === 0) break;
    await new Promise((resolve) => setTimeout(resolve, cleanEveryMillis));
  }
  await Promise.all(removed);
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE'] as const) process.on(signal, () => undefined);
let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text: string) => {
  const lines = (rest + text).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) hear(JSON.parse(line) as Charge);
});
process.stdin.once('close', () => void clean());
process.stdin.on('error', () => undefined);
