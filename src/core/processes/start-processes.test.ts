// Goal: a world of processes stands up with any Toxiproxy and with programs that know nothing of us, or not at all.
// Method: trials with each kind of server that there is, with foreign programs, and with nodes that fail.
import { spawn } from 'node:child_process';
import { accessSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Topology } from '../../contract/index.js';
import type { ProcessNode } from './process-node.js';
import { startProcesses } from './start-processes.js';
import { ToyTrial } from './toy-trial.js';

const TEST_MILLIS_MAX = 60_000;
const ms = 1_000;

const SERVICE = `
const http = require('node:http'), fs = require('node:fs');
const [port, peer, id, config] = process.argv.slice(1);
const file = 'starts';
fs.appendFileSync(file, 'x');
setTimeout(() => http.createServer((request, response) => {
  if (request.url === '/health') return response.end();
  if (request.url === '/exit') process.exit(3);
  if (request.url === '/peer') return http.get('http://' + peer + '/starts', (answer) => answer.pipe(response)).on('error', () => response.destroy());
  response.end(JSON.stringify([id, JSON.parse(config), process.env.EXTRA, fs.readFileSync(file, 'utf8')]));
}).listen(port, '127.0.0.1'), 100);
`;

const topology: Topology = {
  nodes: [
    { id: 's1', role: 'service' },
    { id: 's2', role: 'service' },
  ],
  links: [
    { from: 'client', to: 's1', kind: 'stream' },
    { from: 's1', to: 's2', kind: 'stream' },
    { from: 's2', to: 's1', kind: 'stream' },
  ],
  envelope: [],
};

const service = (id: string, peer: string): ProcessNode => ({
  id,
  role: 'service',
  command: [process.execPath, '-e', SERVICE, '{port:http}', `{peer:${peer}}`, '{id}', '{config}'],
  env: { EXTRA: '{port:extra}' },
  config: { a: [1] },
  serves: { http: true, message: false },
  hosted: null,
  foreign: { readyPath: '/health' },
});

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program));
      return true;
    } catch {
      return false;
    }
  });
}

describe('starting processes', function () {
  this.timeout(TEST_MILLIS_MAX);
  const folder = mkdtempSync(join(tmpdir(), 'topple-start-'));
  after(() => rmSync(folder, { recursive: true }));

  it('runs foreign programs, kills, stops and starts them, and breaks the links between them', async () => {
    const trial = await startProcesses({
      topology,
      nodes: [service('s1', 's2'), service('s2', 's1')],
      seed: 'x',
      directory: folder,
      toxiproxy: 'embedded',
    });
    const toy = new ToyTrial(trial);
    try {
      expect(trial.can.has('trap')).to.equal(false);
      const [id, config, extra, starts] = (await toy.ask('s1', '/')).body as readonly unknown[];
      expect([id, config, starts]).to.deep.equal(['s1', { a: [1] }, 'x']);
      expect(extra).to.match(/^\d+$/);
      toy.do({ do: 'link', from: 's1', to: 's2', name: 'f1', fault: { kind: 'reset', after: 0 }, stream: 'upstream' });
      expect((await toy.ask('s1', '/peer')).failure).to.equal('reset');
      toy.do({ do: 'heal-all' });
      expect((await toy.ask('s1', '/peer')).status).to.equal(200);
      await toy.until('hit', ({ name, messages }) => name === 'f1' && messages > 0);
      toy.do({ do: 'node', node: 's1', act: 'kill' });
      toy.do({ do: 'node', node: 's2', act: 'stop' });
      await toy.until('down');
      toy.do({ do: 'heal-all' });
      await toy.until('up');
      expect(((await toy.ask('s1', '/')).body as readonly unknown[])[3]).to.equal('xx');
      expect((await toy.ask('s1', '/peer')).status).to.equal(200);
      await toy.ask('s1', '/exit');
      expect(await toy.until('down', ({ why }) => why === 'exit')).to.include({ node: 's1', detail: 'code 3' });
    } finally {
      expect(await trial.close()).to.equal(null);
    }
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('fails with what the node said when it cannot start, and leaves nothing', async () => {
    const broken = { ...service('s1', 's2'), command: [process.execPath, '-e', 'console.error("no luck"); process.exit(9)'] };
    const failure = await startProcesses({
      topology,
      nodes: [broken, service('s2', 's1')],
      seed: 'x',
      directory: folder,
      toxiproxy: 'embedded',
    }).then(
      () => null,
      (error: Error) => error.message,
    );
    expect(failure).to.match(/s1 ended before all were up: exit code 9: no luck/);
    const missing = { ...service('s1', 's2'), command: ['/nowhere/program'] };
    const cause = await startProcesses({ topology, nodes: [missing], seed: 'x', directory: folder, toxiproxy: 'embedded' }).catch(String);
    expect(cause).to.match(/ENOENT/);
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('fails when there is no server at the address that it was given', async () => {
    const failure = await ToyTrial.open({ toxiproxy: '127.0.0.1:1', directory: folder }).catch(String);
    expect(failure).to.match(/toxiproxy: populate/);
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('uses a server that is there, and takes its proxies from it', async () => {
    const main = fileURLToPath(new URL('../../toxiproxy/main.js', import.meta.url));
    const server = spawn(process.execPath, [main, '--port', '0', '--tied'], { stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      const line = await new Promise<string>((resolve) => server.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString())));
      const address = (JSON.parse(line) as { listening: string }).listening;
      const count = async (): Promise<number> => Object.keys((await (await fetch(`http://${address}/proxies`)).json()) as object).length;
      const two = await Promise.all([ToyTrial.open({ toxiproxy: `http://${address}/` }), ToyTrial.open({ toxiproxy: address })]);
      expect(await count()).to.equal(10);
      for (const toy of two) expect((await toy.ask('a1', '/draw')).status).to.equal(200);
      await two[0].close();
      expect(await count()).to.equal(5);
      await two[1].close();
      expect(await count()).to.equal(0);
    } finally {
      server.kill('SIGKILL');
    }
  });

  it('says so when its server is gone', async function () {
    const toy = await ToyTrial.open();
    try {
      let children: readonly string[];
      try {
        children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
      } catch {
        return this.skip();
      }
      const server = children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('toxiproxy/main.js'));
      process.kill(Number(server), 'SIGKILL');
      expect(await toy.wait(2_000 * ms).catch(String)).to.match(/ProxyError: toxiproxy: it ended with SIGKILL/);
    } finally {
      await toy.close();
    }
  });

  it('finds the original server on PATH, and infers what it does not tell', async function () {
    if (!isOnPath('toxiproxy-server') || process.env['TOXIPROXY_URL'] !== undefined) this.skip();
    const toy = await ToyTrial.open({ toxiproxy: 'auto' });
    try {
      toy.do({
        do: 'link',
        from: 'client',
        to: 'a1',
        name: 'f1',
        fault: { kind: 'latency', latency: 150 * ms, jitter: 0 },
        stream: 'upstream',
      });
      toy.do({ do: 'link', from: 'a1', to: 'b1', name: 'f2', fault: { kind: 'hold' }, stream: 'upstream' });
      await toy.ask('a1', '/keep/x', { body: '1' });
      await toy.wait(150 * ms);
      expect((await toy.ask('b1', '/keep/x')).body).to.equal(null);
      toy.do({ do: 'heal-all' });
      await toy.until('mark', ({ name }) => name === 'told');
      await toy.until('hit', ({ name }) => name === 'f2');
      await toy.wait(150 * ms);
      expect([toy.hits('f1'), toy.hits('f2')]).to.deep.equal([
        { requests: [1], messages: 0 },
        { requests: [], messages: 1 },
      ]);
    } finally {
      expect(await toy.close()).to.deep.include({ differences: [] });
    }
  });
});
