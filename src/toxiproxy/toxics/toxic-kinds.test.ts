// Goal: each kind that only this server has is felt at a client's socket, and its removal heals what can be healed.
// Method: raw sockets through a proxy; times are checked from below only.
import { expect } from 'chai';
import type { ActivityReport } from '../activity.js';
import { dial, pause } from '../conformance/peer.js';
import { Trial } from '../trial.js';

const TEST_MILLIS_MAX = 60_000;
const CLOCK_MILLIS = 3;
const QUIET_MILLIS = 60;

describe('the kinds of toxic that only this server has', function () {
  this.timeout(TEST_MILLIS_MAX);
  let trial: Trial;
  beforeEach(async () => (trial = await Trial.open()));
  afterEach(() => trial.close());
  const remove = (path: string) => trial.ask('DELETE', path);
  const activity = async (proxy: string): Promise<ActivityReport | undefined> =>
    (await trial.ask<Record<string, ActivityReport>>('GET', '/activity')).body[proxy];
  const counts = async (): Promise<ActivityReport['toxics']> => (await activity(trial.bed.proxy.name))?.toxics ?? {};
  const touched = async (proxy: string): Promise<number> => (await activity(proxy))?.touchedConnections ?? 0;

  describe('partition', () => {
    it('holds both directions, ends of stream and new connections, and lets all flow when it is removed', async () => {
      const open = await trial.bed.pair();
      const path = await trial.toxic({ type: 'partition' });
      open.near.socket.write('up');
      open.far.socket.write('down');
      const fresh = await trial.bed.pair();
      fresh.near.socket.write('new');
      const closing = await trial.bed.pair();
      closing.near.socket.end('bye');
      await pause(QUIET_MILLIS);
      const seen = [open.near, open.far, fresh.near, fresh.far, closing.far].map((peer) => [peer.length, peer.ending]);
      expect(seen).to.deep.equal(Array.from({ length: 5 }, () => [0, undefined]));
      expect(await counts()).to.deep.equal({ partition_downstream: 4 });
      await remove(path);
      await closing.far.ended();
      await open.near.until(6);
      await fresh.near.until(3);
      expect([open.far, fresh.far, closing.far].map((peer) => peer.received().toString())).to.deep.equal(['up', 'new', 'bye']);
      expect(open.near.received().toString()).to.have.length(6).and.contain('down').and.contain('up');
    });

    it('is one draw for both directions', async () => {
      const toxics = [{ type: 'partition', toxicity: 0.5 }];
      const upstream = trial.bed.upstream.address;
      const { body } = await trial.ask<{ listen: string }>('POST', '/proxies', { name: 'drawn', upstream, toxics });
      const outcomes: string[] = [];
      let hits = 0;
      for (let index = 0; index < 12; index += 1) {
        const near = await dial(body.listen);
        const far = await trial.bed.upstream.accepted(index);
        near.socket.write('1');
        far.socket.write('2');
        const before = hits;
        while (near.length < 2 && hits === before) hits = await touched('drawn');
        await pause(QUIET_MILLIS / 6);
        outcomes.push(`${near.length}/${far.length}`);
        near.socket.destroy();
      }
      // Both directions pass, or neither does; with this seed both happen.
      expect(new Set(outcomes)).to.deep.equal(new Set(['2/1', '0/0']));
    });

    it('lossy loses data, and its removal closes the connections that lost some, and only those', async () => {
      const path = await trial.toxic({ type: 'partition', stream: 'upstream', attributes: { lossy: 1 } });
      const [hit, idle] = [await trial.bed.pair(), await trial.bed.pair()];
      hit.far.socket.write('lost');
      await pause(QUIET_MILLIS);
      expect([hit.near.length, hit.near.ending]).to.deep.equal([0, undefined]);
      await remove(path);
      expect([await hit.near.ended(), await hit.far.ended(), hit.near.length]).to.deep.equal(['end', 'end', 0]);
      idle.near.socket.write('fine');
      await idle.near.until(4);
    });

    it('lets nothing slip when it is updated', async () => {
      const path = await trial.toxic({ type: 'partition' });
      const { near, far } = await trial.bed.pair();
      near.socket.write('held');
      await pause(QUIET_MILLIS);
      await trial.ask('PATCH', path, { attributes: { lossy: 0 } });
      await pause(QUIET_MILLIS);
      expect(far.length).to.equal(0);
      await remove(path);
      await near.until(4);
    });
  });

  describe('drop_response', () => {
    it('lets the request through, loses the response, and resets', async () => {
      await trial.toxic({ type: 'drop_response' });
      const { near, far } = await trial.bed.pair();
      near.socket.write('request');
      expect(await near.ended()).to.equal('reset');
      expect([far.received().toString(), near.length]).to.deep.equal(['request', 0]);
    });

    it('closes in mode 1, whatever the stream, and leaves what the server says unasked', async () => {
      await trial.toxic({ type: 'drop_response', stream: 'upstream', attributes: { mode: 1 } });
      const { near, far } = await trial.bed.pair();
      far.socket.write('welcome');
      await near.until(7);
      near.socket.write('request');
      expect(await near.ended()).to.equal('end');
      expect([far.received().toString(), near.received().toString()]).to.deep.equal(['request', 'welcome']);
    });

    it('hangs in mode 2, and its removal closes', async () => {
      const path = await trial.toxic({ type: 'drop_response', attributes: { mode: 2 } });
      const { near, far } = await trial.bed.pair();
      near.socket.write('one');
      near.socket.write('two');
      await far.until(6);
      await pause(QUIET_MILLIS);
      expect([near.length, near.ending]).to.deep.equal([0, undefined]);
      await remove(path);
      await near.ended();
      expect(near.length).to.equal(0);
    });

    it('counts responses over all connections: from the nth on, so many times', async () => {
      await trial.toxic({ type: 'drop_response', attributes: { nth: 2, times: 2 } });
      const kept = await trial.bed.pair();
      kept.near.socket.write('1');
      await kept.near.until(1);
      for (let lost = 0; lost < 2; lost += 1) {
        const { near } = await trial.bed.pair();
        near.socket.write('x');
        expect(await near.ended()).to.equal('reset');
      }
      kept.near.socket.write('4');
      await kept.near.until(2);
    });

    it('loses the response to a request that was on its way when it came', async () => {
      const hold = await trial.toxic({ type: 'bandwidth', stream: 'upstream' });
      const { near } = await trial.bed.pair();
      near.socket.write('early');
      await pause(QUIET_MILLIS);
      await trial.toxic({ type: 'drop_response' });
      await remove(hold);
      expect([await near.ended(), near.length]).to.deep.equal(['reset', 0]);
    });
  });

  describe('limit_time', () => {
    it('severs after its time though data flows, and leaves alone what came after it was removed', async () => {
      const path = await trial.toxic({ type: 'limit_time', attributes: { time: 120 } });
      const start = performance.now();
      const { near, far } = await trial.bed.pair();
      while (near.ending === undefined) {
        near.socket.write('tick');
        await pause(10);
      }
      expect(performance.now() - start).to.be.at.least(120 - CLOCK_MILLIS);
      await far.ended();
      await remove(path);
      const { near: later } = await trial.bed.pair();
      await pause(150);
      later.socket.write('still');
      await later.until(5);
    });

    it('severs idle connections, and those whose reader does not read', async () => {
      await trial.toxic({ type: 'limit_time', stream: 'upstream', attributes: { time: 100 } });
      const [idle, stuck] = [await trial.bed.pair(), await trial.bed.pair()];
      stuck.far.socket.unpipe();
      stuck.far.socket.pause();
      stuck.near.socket.write(Buffer.alloc(24_000_000, 'n'));
      await idle.near.ended();
      await stuck.near.ended();
    });
  });

  describe('slow_open', () => {
    it('delays the first bytes of a connection, then nothing, and not a connection that has begun', async () => {
      const begun = await trial.bed.pair();
      begun.near.socket.write('x');
      await begun.near.until(1);
      const path = await trial.toxic({ type: 'slow_open', attributes: { delay: 600_000 } });
      begun.near.socket.write('y');
      await begun.near.until(2);
      await trial.ask('PATCH', path, { attributes: { delay: 100 } });
      const start = performance.now();
      const { near } = await trial.bed.pair();
      near.socket.write('first');
      expect((await near.until(5)) - start).to.be.at.least(100 - CLOCK_MILLIS);
      await trial.ask('PATCH', path, { attributes: { delay: 600_000 } });
      near.socket.write('then');
      await near.until(9);
    });

    it('lets go when it is removed or changed', async () => {
      const path = await trial.toxic({ type: 'slow_open', stream: 'upstream', attributes: { delay: 600_000 } });
      const [first, second] = [await trial.bed.pair(), await trial.bed.pair()];
      first.near.socket.write('one');
      await pause(QUIET_MILLIS);
      await trial.ask('PATCH', path, { attributes: { delay: 500_000 } });
      await first.near.until(3);
      first.near.socket.write('two');
      await first.near.until(6);
      second.near.socket.write('three');
      await pause(QUIET_MILLIS);
      expect(second.far.length).to.equal(0);
      await remove(path);
      await second.near.until(5);
    });
  });

  describe('corrupt', () => {
    const sent = Buffer.from(Array.from({ length: 200_000 }, (_one, index) => index % 251));
    const through = async (bytes: Buffer, piece = bytes.length): Promise<Buffer> => {
      const { near, far } = await trial.bed.pair();
      for (let at = 0; at < bytes.length; at += piece) near.socket.write(bytes.subarray(at, at + piece));
      await far.until(bytes.length);
      near.socket.destroy();
      return far.received();
    };
    const changed = (got: Buffer): readonly number[] => [...got.keys()].filter((index) => got[index] !== sent[index]);

    it('changes every so-manieth byte after those it skips, and nothing when it is gone', async () => {
      const path = await trial.toxic({ type: 'corrupt', stream: 'upstream', attributes: { every_bytes: 1000, skip_bytes: 500, mode: 1 } });
      const got = await through(sent, 777);
      const places = changed(got);
      expect(places.every((place) => (place - 500) % 1000 === 999 && got[place] === 0)).to.equal(true);
      expect(places.length).to.be.within(190, 199);
      expect(await counts()).to.have.keys('corrupt_upstream');
      await remove(path);
      expect((await through(sent)).equals(sent)).to.equal(true);
    });

    it('flips one bit each, by chance, at places that the seed decides and not the chunks', async () => {
      await trial.toxic({ type: 'corrupt', stream: 'upstream', attributes: { probability: 2000 } });
      const got = await through(sent);
      const places = changed(got);
      expect(places.length).to.be.within(200, 800);
      const bits = places.map((place) => ((got[place] ?? 0) ^ (sent[place] ?? 0)).toString(2).replaceAll('0', '').length);
      expect(new Set(bits)).to.deep.equal(new Set([1]));
    });

    it('changes each byte to another one in mode 2, when the chance is a million in a million', async () => {
      await trial.toxic({ type: 'corrupt', stream: 'upstream', attributes: { probability: 5_000_000, mode: 2 } });
      expect(changed(await through(sent, 5000))).to.have.length(sent.length);
    });
  });

  it('refuses numbers that name no choice, and keeps what was there', async () => {
    const refused = await trial.ask('POST', `${trial.path}/toxics`, { type: 'drop_response', attributes: { mode: 3 } });
    const error = 'attribute mode of drop_response was invalid, can be 0 (reset), 1 (close), 2 (hang)';
    expect(refused).to.deep.equal({ status: 400, body: { error, status: 400 } });
    const path = await trial.toxic({ type: 'corrupt', attributes: { mode: 2, every_bytes: 5 } });
    expect((await trial.ask('PATCH', path, { attributes: { every_bytes: 7, mode: -1 } })).status).to.equal(400);
    const { body } = await trial.ask('GET', path);
    expect(body['attributes']).to.deep.equal({ every_bytes: 5, probability: 0, mode: 2, skip_bytes: 0 });
  });

  it('takes any other number without a crash', async () => {
    for (const type of ['partition', 'drop_response', 'limit_time', 'slow_open', 'corrupt']) {
      for (const value of [-1, 0, 999_999_999_999_999]) {
        const attributes = {
          nth: value,
          times: value,
          time: value,
          delay: value,
          every_bytes: value,
          probability: value,
          skip_bytes: value,
        };
        const path = await trial.toxic({ type, attributes });
        const { near } = await trial.bed.pair();
        near.socket.write('x');
        await pause(1);
        await remove(path);
        near.socket.destroy();
      }
    }
    const { near } = await trial.bed.pair();
    near.socket.write('alive');
    await near.until(5);
  });
});
