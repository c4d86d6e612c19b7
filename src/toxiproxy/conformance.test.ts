// Goal: the embedded server and the real one behave alike, as far as a client can tell.
// Method: one suite, run against the embedded server always, and against a real one where there is one.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Subject } from './conformance/bed.js';
import { pause } from './conformance/peer.js';
import { conformance } from './conformance.js';
import { startToxiproxy } from './index.js';

const TEST_MILLIS_MAX = 60_000;
const START_TRIES_MAX = 200;
const START_PAUSE_MILLIS = 25;

function suite(original: boolean, start: () => Promise<Subject>): void {
  let subject: Subject | undefined;
  before(async () => (subject = await start()));
  after(async () => subject?.close());
  conformance(() => subject?.url ?? '', original);
}

describe('the embedded Toxiproxy', function () {
  this.timeout(TEST_MILLIS_MAX);
  suite(false, () => startToxiproxy({ seed: 'conformance' }));
});

const given = process.env['TOXIPROXY_URL'];
const program = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'toxiproxy-server'))
  .find((path) => existsSync(path));

describe('the real Toxiproxy', function () {
  this.timeout(TEST_MILLIS_MAX);
  if (given !== undefined) suite(true, async () => ({ url: given.replace(/\/+$/, ''), close: async () => undefined }));
  else if (program !== undefined) suite(true, () => spawnReal(program));
  else it.skip('skipped, because TOXIPROXY_URL is not set and no toxiproxy-server is on PATH');
});

async function spawnReal(path: string): Promise<Subject> {
  const port = await freePort();
  const child = spawn(path, ['-host', '127.0.0.1', '-port', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < START_TRIES_MAX; tries += 1) {
    const up = await fetch(`${url}/version`).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return { url, close: async () => void child.kill('SIGKILL') };
    await pause(START_PAUSE_MILLIS);
  }
  child.kill('SIGKILL');
  throw new Error(`${path} did not answer on port ${port}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
