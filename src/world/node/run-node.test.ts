// Goal: a node process does to the outside what its machine says, in order, and survives what the outside does to it.
// Method: a toy machine as a process; the test speaks to its pipes, its HTTP port and its message port.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import { decodeRecorded } from '../index.js';
import type { Report, StartLine } from './control.js';
import { ToyProcess, toyFolder } from './toy-process.js';

const TEST_MILLIS_MAX = 60_000;
const TRIES_MAX = 1_000;

describe('a node process', function () {
  this.timeout(TEST_MILLIS_MAX);
  let folder: ReturnType<typeof toyFolder>;
  const processes: ToyProcess[] = [];
  const servers: Server[] = [];

  beforeEach(() => {
    folder = toyFolder();
  });
  afterEach(async () => {
    for (const each of processes.splice(0)) each.kill();
    for (const server of servers.splice(0)) server.close();
    folder.remove();
  });

  function start(options: Partial<StartLine> = {}): ToyProcess {
    const toy = new ToyProcess({ directory: folder.disk, ...options });
    processes.push(toy);
    return toy;
  }

  async function ask(toy: ToyProcess, path: string, method = 'GET', body?: string): Promise<unknown> {
    const answer = await fetch((await toy.address()) + path, { method, ...(body === undefined ? {} : { body }) });
    return answer.json();
  }

  /** Bytes sent as they are; all that comes back until the end. */
  async function raw(toy: ToyProcess, bytes: string, hangUpAfter?: number): Promise<string> {
    const socket = connect((await toy.told('up')).http ?? 0, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(bytes);
    let heard = '';
    socket.on('data', (piece: Buffer) => (heard += piece.toString()));
    if (hangUpAfter !== undefined) socket.once('connect', () => setTimeout(() => socket.destroy(), hangUpAfter));
    await new Promise((resolve) => socket.once('close', resolve));
    return heard;
  }

  async function upstream(answer: (text: string) => string | null): Promise<StartLine['peers']> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (bytes: Buffer) => {
        const text = answer(bytes.toString());
        if (text === null) socket.destroy();
        else socket.write(text);
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { b1: { host: '127.0.0.1', httpPort: port, messagePort: port } };
  }

  it('answers, and keeps what it acknowledged over SIGKILL', async () => {
    const first = start();
    expect(await ask(first, '/keep/x', 'PUT', '1')).to.equal('x');
    first.kill();
    await first.exited;
    expect(await ask(start(), '/keep/x')).to.equal('1');
  });

  it('loses a write whose barrier was not passed, and keeps one whose was', async () => {
    for (const [phase, kept] of [
      ['before', null],
      ['after', '1'],
    ] as const) {
      const toy = start({ traps: [{ name: 't', effect: 'persist', nth: 2, phase }] });
      expect(await ask(toy, `/early/${phase}0`, 'PUT', '0')).to.equal(`${phase}0`);
      expect(await ask(toy, `/early/${phase}1`, 'PUT', '1')).to.equal(`${phase}1`);
      expect(await toy.exited).to.deep.equal({ code: null, signal: 'SIGKILL' });
      expect(await toy.told('trap')).to.deep.equal({ is: 'trap', name: 't' });
      const again = start();
      expect(await ask(again, `/keep/${phase}0`)).to.equal('0');
      expect(await ask(again, `/keep/${phase}1`)).to.equal(kept);
      again.kill();
      await again.exited;
    }
  });

  it('replaces and removes files whole, and clears away half a replacement', async () => {
    const toy = start();
    await ask(toy, '/keep/x', 'PUT', '1');
    await ask(toy, '/replace');
    await ask(toy, '/keep/y', 'PUT', '2');
    expect(readFileSync(join(folder.disk, 'log.dat'), 'utf8')).to.equal('only=1\ny=2\n');
    await ask(toy, '/remove');
    expect(existsSync(join(folder.disk, 'log.dat'))).to.equal(false);
    toy.kill();
    await toy.exited;
    writeFileSync(join(folder.disk, 'log.dat.tmp'), 'half');
    expect(await start().told('mark')).to.deep.include({ name: 'booted', data: [] });
  });

  it('tells its machine that the disk failed, and carries out nothing that waited for it', async () => {
    mkdirSync(join(folder.disk, 'log.dat'), { recursive: true });
    const toy = start({ directory: join(folder.disk, 'other') });
    await toy.told('up');
    mkdirSync(join(folder.disk, 'other', 'log.dat'));
    const answer = ask(toy, '/keep/x', 'PUT', '1').catch(() => 'broken');
    expect(await toy.told('halt')).to.deep.equal({ is: 'halt', reason: 'disk: EIO log' });
    expect(await answer).to.equal('broken');
    expect((await toy.exited).code).to.equal(0);
  });

  it('ends at once when its supervisor is gone', async () => {
    const toy = start();
    await toy.told('up');
    toy.child.stdin?.end();
    expect((await toy.exited).code).to.equal(0);
  });

  it('says which port it could not have', async () => {
    const first = start();
    const { http } = await first.told('up');
    const second = start({ directory: join(folder.path, 'disk2'), listen: { http, message: null } });
    expect(await second.told('failed')).to.include({ code: 'EADDRINUSE' });
    expect((await second.exited).code).to.equal(4);
  });

  it('refuses bodies that are too long, requests that stop half way, and what is no request, as problems', async () => {
    const toy = start({ limits: { bodyBytesMax: 10 } });
    const hasty = start({ directory: join(folder.path, 'hasty'), limits: { requestTime: 200_000 } });
    const tooLong = await fetch(`${await toy.address()}/count`, { method: 'POST', body: 'x'.repeat(11) });
    expect([tooLong.status, tooLong.headers.get('content-type'), ((await tooLong.json()) as { code: string }).code]).to.deep.equal([
      413,
      'application/problem+json',
      'BODY_TOO_LARGE',
    ]);
    expect(await ask(toy, '/count', 'POST', 'x'.repeat(10))).to.equal(10);
    const half = await raw(hasty, 'POST /count HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nab');
    expect(half)
      .to.match(/^HTTP\/1.1 408 /)
      .and.match(/"code":"REQUEST_TIMEOUT"/);
    expect(await raw(hasty, 'GET /count HTT')).to.match(/^HTTP\/1.1 408 /);
    expect(await raw(toy, 'nonsense\r\n\r\n'))
      .to.match(/^HTTP\/1.1 400 /)
      .and.match(/"code":"REQUEST_MALFORMED"/);
    expect(await raw(toy, `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'y'.repeat(20_000)}\r\n\r\n`)).to.match(/^HTTP\/1.1 431 /);
    expect(await ask(toy, '/gone')).to.equal(0);
  });

  it('tells its machine that a caller hung up, and hangs up when told to', async () => {
    const toy = start();
    await raw(toy, 'GET /silent HTTP/1.1\r\nhost: x\r\n\r\n', 50);
    for (let tries = 0; tries < TRIES_MAX && (await ask(toy, '/gone')) === 0; tries++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await ask(toy, '/gone')).to.equal(1);
    expect(await raw(toy, 'GET /abort HTTP/1.1\r\nhost: x\r\n\r\n')).to.equal('');
  });

  it('streams an answer piece by piece, and takes one', async () => {
    const far = start({ id: 'b1', directory: join(folder.path, 'far') });
    const { http } = await far.told('up');
    const near = start({ peers: { b1: { host: '127.0.0.1', httpPort: http, messagePort: null } } });
    expect(await (await fetch(`${await far.address()}/stream`)).text()).to.equal('0123');
    expect(await ask(near, '/relay/stream')).to.deep.equal([200, '0456']);
    expect(await ask(near, '/relay/nothing')).to.deep.equal([404, 'null']);
  });

  it('breaks a call that is silent, reset, cut short, refused or to nobody, and can go on', async () => {
    const answers = [
      '',
      null,
      'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf',
      'nonsense',
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
    ];
    const toy = start({ peers: await upstream(() => answers.shift() ?? null) });
    const silent = performance.now();
    expect(await ask(toy, '/relay/silent')).to.deep.equal([0, '']);
    expect(performance.now() - silent).to.be.at.least(290);
    expect(await ask(toy, '/relay/reset')).to.deep.equal([0, '']);
    expect(await ask(toy, '/relay/half')).to.deep.equal([0, 'half']);
    expect(await ask(toy, '/relay/nonsense')).to.deep.equal([0, '']);
    expect(await ask(toy, '/relay/fine')).to.deep.equal([200, 'ok']);
    toy.say({ do: 'peers', peers: { b1: { host: '127.0.0.1', httpPort: 1, messagePort: 1 } } });
    expect(await ask(toy, '/relay/refused')).to.deep.equal([0, '']);
    toy.say({ do: 'peers', peers: {} });
    expect(await ask(toy, '/relay/nobody')).to.deep.equal([0, '']);
  });

  it('sends messages in order over one connection that says who speaks, and takes them', async () => {
    let heard = '';
    let connections = 0;
    const peers = await upstream((text) => ((heard += text), ''));
    servers[0]?.on('connection', () => connections++);
    const toy = start({ peers });
    for (const key of ['p', 'q', 'r']) await ask(toy, `/keep/${key}`, 'PUT', 'ü');
    for (let tries = 0; tries < TRIES_MAX && heard.split('\n').length < 5; tries++) await new Promise((resolve) => setTimeout(resolve, 10));
    expect([heard, connections]).to.deep.equal(['{"from":"a1"}\n"p=ü"\n"q=ü"\n"r=ü"\n', 1]);
    const socket = connect((await toy.told('up')).message ?? 0, '127.0.0.1');
    for (const byte of Buffer.from('{"from":"b1"}\n"s=é"\n')) socket.write(Buffer.from([byte]));
    for (let tries = 0; tries < TRIES_MAX && !toy.reports.some((report) => report.is === 'mark' && report.name === 'told'); tries++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await ask(toy, '/keep/s')).to.equal('é');
    const liar = connect((await toy.told('up')).message ?? 0, '127.0.0.1');
    liar.write('"who am I"\n"t=1"\n');
    await new Promise((resolve) => liar.once('close', resolve));
    expect(await ask(toy, '/keep/t')).to.equal(null);
    socket.destroy();
  });

  it('counts messages that cannot be sent as lost, and never waits for them', async () => {
    const toy = start({ peers: { b1: { host: '127.0.0.1', httpPort: null, messagePort: 1 } } });
    for (let n = 0; n < 20; n++) expect(await ask(toy, '/keep/x', 'PUT', String(n))).to.equal('x');
    const told = { is: 'count', tag: 7, traffic: { b1: { sent: 20, lost: 20 } } };
    const last = (): Report | undefined => toy.reports.findLast(({ is }) => is === 'count');
    for (let tries = 0; tries < TRIES_MAX && !isDeepStrictEqual(last(), told); tries++) {
      toy.say({ do: 'count', tag: 7 });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(last()).to.deep.equal(told);
  });

  it('records every step before its effects, over restarts, and ends a torn line', async () => {
    const first = start({ record: folder.record });
    await ask(first, '/keep/x', 'PUT', '1');
    await ask(first, '/draw');
    first.kill();
    await first.exited;
    appendFileSync(folder.record, '{"input":{"on":"tim');
    await ask(start({ record: folder.record }), '/keep/x');
    const lines = readFileSync(folder.record, 'utf8').trimEnd().split('\n');
    expect(lines.length).to.equal(6);
    const kinds = lines.filter((_line, index) => index !== 3).map((line) => decodeRecorded(line).input.on);
    expect(kinds).to.deep.equal(['boot', 'request', 'request', 'boot', 'request']);
    expect(decodeRecorded(lines[2] ?? '').draws.length).to.equal(1);
  });

  it('records a step that throws, and ends', async () => {
    const toy = start({ record: folder.record });
    await ask(toy, '/throw').catch(() => null);
    expect((await toy.exited).code).not.to.equal(0);
    const lines = readFileSync(folder.record, 'utf8').trimEnd().split('\n');
    expect(decodeRecorded(lines.at(-1) ?? '').effects).to.equal(-1);
  });

  it('closes a trap around an effect, and not after it was taken off', async () => {
    const toy = start();
    await toy.told('up');
    toy.say({ do: 'trap', name: 'one', effect: 'reply', nth: 2, phase: 'after' });
    toy.say({ do: 'trap', name: 'two', effect: 'reply', nth: 1, phase: 'before' });
    toy.say({ do: 'untrap', name: 'two' });
    expect(await ask(toy, '/keep/x')).to.equal(null);
    await ask(toy, '/keep/x').catch(() => null);
    expect((await toy.exited).signal).to.equal('SIGKILL');
    expect(await toy.told('trap')).to.include({ name: 'one' });
  });

  it('is asked to end by SIGTERM: its machine is told, what it still answers arrives, and it exits with 0', async () => {
    const toy = start({ record: folder.record });
    expect(await ask(toy, '/keep/x')).to.equal(null);
    toy.child.kill('SIGTERM');
    expect(await toy.exited).to.deep.equal({ code: 0, signal: null });
    expect((await toy.told('halt')).reason).to.equal('asked to end');
    expect(decodeRecorded(readFileSync(folder.record, 'utf8').trimEnd().split('\n').at(-1) ?? '').input).to.deep.equal({ on: 'end' });
  });

  it('ends after a while when its machine does not mind that it was asked to', async () => {
    const toy = start({ config: { peer: 'b1', staysOn: true }, limits: { endTime: 200_000 } });
    await toy.told('up');
    toy.child.kill('SIGTERM');
    expect(await toy.exited).to.deep.equal({ code: 0, signal: null });
    expect(toy.reports.some(({ is }) => is === 'halt')).to.equal(false);
  });

  it('says how late it was when it was stopped', async () => {
    const toy = start({ limits: { lagMin: 300_000, lagEvery: 20_000 } });
    await toy.told('up');
    let isTold = false;
    const lag = toy.told('lag').finally(() => (isTold = true));
    // Its meter may not run yet when it says that it is up.
    for (let time = 0; time < 5 && !isTold; time++) {
      toy.child.kill('SIGSTOP');
      await new Promise((resolve) => setTimeout(resolve, 500));
      toy.child.kill('SIGCONT');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect((await lag).micros).to.be.at.least(300_000);
  });
});
