// Goal: a proxy treats clients as its fields say: when its upstream is down, and when nobody shall get in at all.
// Method: connects of raw sockets; the upstream comes and goes on one port of its own.
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { expect } from 'chai';
import type { ActivityReport } from './activity.js';
import { canBlackHole } from './black-hole.js';
import { dial, pause } from './conformance/peer.js';
import { Trial } from './trial.js';

const TEST_MILLIS_MAX = 60_000;
const SILENCE_MILLIS = 300;

/** How an attempt to connect ends; `pending` when it does not. */
async function attempt(listen: string): Promise<string> {
  const [host = '', port = ''] = listen.split(':');
  const socket = connect({ host, port: Number(port) });
  const outcome = await new Promise<string>((resolve) => {
    socket.on('connect', () => resolve('connected'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'failed'));
    setTimeout(() => resolve('pending'), SILENCE_MILLIS);
  });
  socket.destroy();
  return outcome;
}

async function until(listen: string, outcome: string): Promise<void> {
  while ((await attempt(listen)) !== outcome) await pause(10);
}

describe('how a proxy treats clients', function () {
  this.timeout(TEST_MILLIS_MAX);
  let trial: Trial;
  beforeEach(async () => (trial = await Trial.open()));
  afterEach(() => trial.close());
  const activity = async (): Promise<ActivityReport | undefined> =>
    (await trial.ask<Record<string, ActivityReport>>('GET', '/activity')).body[trial.bed.proxy.name];
  const set = async (fields: Readonly<Record<string, string>>): Promise<void> => {
    expect((await trial.ask('PATCH', trial.path, fields)).status).to.equal(200);
  };

  it('is shown only when it is not as by default', async () => {
    const before = Object.keys((await trial.ask('GET', trial.path)).body);
    expect(before).to.deep.equal(['name', 'listen', 'upstream', 'enabled', 'Logger', 'toxics']);
    await set({ on_dial_error: 'reset' });
    expect((await trial.ask('GET', trial.path)).body).to.include({ on_dial_error: 'reset' });
    await set({ on_dial_error: 'close', accept: 'normal' });
    expect(Object.keys((await trial.ask('GET', trial.path)).body)).to.deep.equal(before);
  });

  it('resets clients whose upstream is down', async () => {
    await set({ on_dial_error: 'reset' });
    trial.bed.upstream.close();
    const near = await dial(trial.bed.proxy.listen);
    expect(await near.ended()).to.equal('reset');
  });

  it('refuses clients while the upstream is down, and says so', async () => {
    const { listen } = trial.bed.proxy;
    const open = await trial.bed.pair();
    const server = await serve(0);
    const { port } = server.address() as AddressInfo;
    await set({ upstream: `127.0.0.1:${port}`, on_dial_error: 'refuse' });
    await until(listen, 'connected');
    expect(await activity()).to.include({ refusing: false, refusals: 0, lastRefusedMs: null });
    await new Promise((resolve) => server.close(resolve));
    await until(listen, 'ECONNREFUSED');
    expect((await trial.ask('GET', trial.path)).body).to.include({ enabled: true, listen });
    const report = await activity();
    expect(report).to.include({ refusing: true, refusals: 1 });
    expect(report?.lastRefusedMs).to.be.a('number');
    const again = await serve(port);
    await until(listen, 'connected');
    expect(await activity()).to.include({ refusing: false, refusals: 1 });
    again.close();
    open.near.socket.destroy();
  });

  it('refuses from the start when the upstream is down then, and no more when that is not wanted', async () => {
    trial.bed.upstream.close();
    const { listen, upstream } = trial.bed.proxy;
    await set({ on_dial_error: 'refuse' });
    await until(listen, 'ECONNREFUSED');
    await set({ on_dial_error: 'close' });
    await until(listen, 'connected');
    await set({ on_dial_error: 'refuse' });
    await until(listen, 'ECONNREFUSED');
    await trial.bed.proxy.update({ enabled: false, listen, upstream });
    await trial.bed.proxy.update({ enabled: true, listen, upstream });
    await until(listen, 'ECONNREFUSED');
  });

  it('refuses values that it does not know', async () => {
    const item = { name: 'x', upstream: 'y:1', accept: 'grey' };
    const error = 'accept was invalid, can be normal or blackhole';
    expect(await trial.ask('POST', '/proxies', item)).to.deep.equal({ status: 400, body: { error, status: 400 } });
    expect((await trial.ask('POST', '/populate', [item])).body).to.include({ error: `${error} at proxy 1` });
    const { status, body } = await trial.ask('PATCH', trial.path, { on_dial_error: 'shrug' });
    expect([status, body['error']]).to.deep.equal([400, 'on_dial_error was invalid, can be close, reset or refuse']);
  });

  it('is changed by populate without a restart, when the item says how', async () => {
    const { name, listen, upstream } = trial.bed.proxy;
    const { near } = await trial.bed.pair();
    await trial.ask('POST', '/populate', [{ name, listen, upstream, on_dial_error: 'reset' }]);
    await trial.ask('POST', '/populate', [{ name, listen, upstream }]);
    expect((await trial.ask('GET', trial.path)).body).to.include({ on_dial_error: 'reset' });
    near.socket.write('still');
    await near.until(5);
  });

  describe('in a black hole', () => {
    const isHere = canBlackHole ? it : it.skip;
    isHere('lets no one connect, keeps who is in, and lets those through that waited when it heals', async () => {
      const { listen } = trial.bed.proxy;
      const { near } = await trial.bed.pair();
      await set({ accept: 'blackhole' });
      expect([await attempt(listen), await attempt(listen)]).to.deep.equal(['pending', 'pending']);
      near.socket.write('in');
      await near.until(2);
      const waiting = dial(listen);
      await pause(SILENCE_MILLIS / 3);
      await set({ accept: 'normal' });
      const late = await waiting;
      late.socket.write('late');
      await late.until(4);
      late.socket.destroy();
    });

    isHere('may be from the first, and leaves its port when it is deleted', async () => {
      const item = { name: 'hole', listen: '127.0.0.1:0', upstream: trial.bed.upstream.address, accept: 'blackhole' };
      const { status, body } = await trial.ask<{ listen: string; accept: string }>('POST', '/proxies', item);
      expect([status, body.accept]).to.deep.equal([201, 'blackhole']);
      expect(await attempt(body.listen)).to.equal('pending');
      expect((await trial.ask('POST', '/proxies', { ...item, name: 'other', listen: body.listen })).body).to.include({
        error: `listen tcp ${body.listen}: bind: address already in use`,
      });
      await trial.ask('DELETE', '/proxies/hole');
      await until(body.listen, 'ECONNREFUSED');
    });

    isHere('stays one when the dial for a client fails that came before', async () => {
      const { listen } = trial.bed.proxy;
      const item = { name: 'hole', listen: '127.0.0.1:0', upstream: trial.bed.upstream.address, accept: 'blackhole' };
      await set({ upstream: (await trial.ask<{ listen: string }>('POST', '/proxies', item)).body.listen });
      const early = await dial(listen);
      await set({ accept: 'blackhole', on_dial_error: 'refuse' });
      await trial.ask('DELETE', '/proxies/hole');
      await early.ended();
      expect(await activity()).to.include({ dialFailures: 1, refusing: false });
      expect(await attempt(listen)).to.equal('pending');
    });
  });

  async function serve(port: number): Promise<Server> {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return server;
  }
});
