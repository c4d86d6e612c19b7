// Goal: the embedded server and the real one behave alike, as far as a client can tell, but for what the table of deviations says.
// Method: one suite, run against the embedded server always, by default and strict, and against a real one where there is one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { freePort } from './conformance/free-port.js';
import { pause } from './conformance/peer.js';
import { Target } from './conformance/target.js';
import type { Starter, Subject, TargetKind } from './conformance/target.js';
import { conformance } from './conformance.js';
import { startToxiproxy } from './index.js';

const TEST_MILLIS_MAX = 60_000;
const START_TRIES_MAX = 400;
const START_PAUSE_MILLIS = 25;

function suite(kind: TargetKind, start: Starter, another?: Starter): void {
  let subject: Subject | undefined;
  before(async () => (subject = await start()));
  after(async () => subject?.close());
  const target = new Target(kind, () => subject?.url ?? '', another);
  conformance(target);
  describe('the table of deviations', () => {
    it('has no row that no test has looked at', function () {
      // What cannot be started a second time is spared the tests that may kill it; and some may have been left out by hand.
      if (another === undefined || !hasRun(this.test?.parent?.parent, this.test)) this.skip();
      expect(target.untested).to.deep.equal([]);
    });
  });
}

/** Whether all tests of a suite but one have been run. */
function hasRun(all: Mocha.Suite | undefined, but: unknown): boolean {
  let isComplete = true;
  all?.eachTest((test) => {
    if (test !== but && test.state === undefined && !test.isPending()) isComplete = false;
  });
  return isComplete;
}

describe('the embedded Toxiproxy', function () {
  this.timeout(TEST_MILLIS_MAX);
  const start: Starter = (options) => startToxiproxy({ seed: 'conformance', ...options });
  suite('embedded', start, start);
});

describe('the embedded Toxiproxy, strict', function () {
  this.timeout(TEST_MILLIS_MAX);
  const start: Starter = (options) => startToxiproxy({ seed: 'conformance', strict: true, ...options });
  suite('strict', start, start);
});

const given = process.env['TOXIPROXY_URL'];
const program = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'toxiproxy-server'))
  .find((path) => existsSync(path));

describe('the real Toxiproxy', function () {
  this.timeout(TEST_MILLIS_MAX);
  if (given !== undefined) suite('original', async () => ({ url: given.replace(/\/+$/, ''), close: async () => undefined }));
  else if (program === undefined) it.skip('skipped, because TOXIPROXY_URL is not set and no toxiproxy-server is on PATH');
  else {
    const start: Starter = ({ proxyMetrics, runtimeMetrics } = {}) =>
      spawnReal(program, [...(proxyMetrics === true ? ['-proxy-metrics'] : []), ...(runtimeMetrics === true ? ['-runtime-metrics'] : [])]);
    suite('original', start, start);
  }
});

async function spawnReal(path: string, flags: readonly string[]): Promise<Subject> {
  const port = await freePort();
  const child = spawn(path, ['-host', '127.0.0.1', '-port', String(port), ...flags], { stdio: 'ignore' });
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
