import { expect } from 'chai';
import { ask } from './ask.js';
import { Bed, toxicBody } from './bed.js';
import { CLOCK_MILLIS, eventually, pause } from './peer.js';
import type { Target } from './target.js';

const RECORDS = 65_535;
const LONG_MILLIS = 600_000;

/** How bytes and ends go through a proxy, and what toxicity and order of toxics mean. Times are checked from below only. */
export function linkConformance(target: Target): void {
  let bed: Bed;
  beforeEach(async () => (bed = await Bed.open(target.url)));
  afterEach(() => bed.close());
  const silent = async (): Promise<Bed> => {
    await bed.close();
    bed = await Bed.open(target.url, { echo: false });
    return bed;
  };

  describe('bytes and ends', () => {
    // SimpleMessage, BigMessage, TwoPartMessage
    for (const parts of [['hello'], ['x'.repeat(65_536)], ['hello ', 'world'], Array.from({ length: 500 }, (_, index) => `${index},`)]) {
      it(`a client's ${parts.length} messages of ${parts.join('').length} bytes arrive whole, then its end`, async () => {
        const { near, far } = await (await silent()).pair();
        for (const part of parts) near.socket.write(part);
        near.socket.end();
        expect(await far.ended()).to.equal('end');
        expect(far.received().toString()).to.equal(parts.join(''));
      });
    }

    it('a server can speak first, and its end arrives behind its bytes', async () => {
      const { near, far } = await (await silent()).pair();
      far.socket.end('welcome');
      expect(await near.ended()).to.equal('end');
      expect(near.received().toString()).to.equal('welcome');
    });

    it('the end of a client ends the whole connection, so that a response after it is lost', async () => {
      const { near, far } = await (await silent()).pair();
      near.socket.end('request');
      expect(await far.ended()).to.equal('end');
      expect(await near.ended()).to.equal('end');
      far.socket.write('response');
      await pause(50);
      expect([far.received().toString(), near.length]).to.deep.equal(['request', 0]);
    });

    it('a reset of one peer is an end for the other', async () => {
      for (const side of ['near', 'far'] as const) {
        const pair = await bed.pair();
        pair.near.socket.write('x');
        await pair.near.until(1);
        pair[side].socket.resetAndDestroy();
        expect(await pair[side === 'near' ? 'far' : 'near'].ended()).to.equal('end');
      }
    });

    // ProxyToDownUpstream
    it('a client is accepted, then sees an end, when the upstream is down', async () => {
      bed.upstream.close();
      const near = await bed.dial();
      await near.ended();
      expect(near.length).to.equal(0);
    });

    it('an upstream without a meaning is the same as one that is down', async () => {
      for (const upstream of ['', 'nonsense', '127.0.0.1:99999', '127.0.0.1:1']) {
        await bed.update({ upstream });
        const near = await bed.dial();
        await near.ended();
      }
    });

    it('connections do not disturb each other', async () => {
      const pairs = [await bed.pair(), await bed.pair(), await bed.pair()];
      for (const [index, { near }] of pairs.entries()) near.socket.write(`number ${index}`);
      for (const { near } of pairs) await near.until(8);
      pairs[1]?.near.socket.destroy();
      await pairs[1]?.far.ended();
      for (const [index, { near, far }] of pairs.entries()) {
        expect(far.received().toString()).to.equal(`number ${index}`);
        if (index !== 1) expect(near.ending).to.equal(undefined);
      }
    });

    it('a receiver that does not read holds its sender back, and gets everything later', async () => {
      const { near, far } = await (await silent()).pair();
      far.socket.pause();
      const bytes = 32_000_000;
      near.socket.write(Buffer.alloc(bytes, 'b'));
      await pause(200);
      expect(near.socket.writableLength).to.be.above(0);
      far.socket.resume();
      await far.until(bytes);
      expect(near.socket.writableLength).to.equal(0);
    });
  });

  describe('toxics on open connections', () => {
    // PersistentConnections
    it('a connection outlives toxics that come and go, and resets of the server', async () => {
      const { near } = await bed.pair();
      let sent = 0;
      const echo = async (): Promise<void> => {
        near.socket.write('hello');
        sent += 5;
        await near.until(sent);
      };
      await echo();
      for (let round = 0; round < 2; round += 1) {
        for (const stream of ['upstream', 'downstream'] as const) await bed.toxic({ type: 'noop', stream });
        await echo();
        await ask(target.url, 'POST', '/reset');
        await echo();
      }
    });

    // ToxicAddRemove
    it('a hundred echoes are whole while toxics flip', async () => {
      const { near } = await bed.pair();
      const flips = (async (): Promise<void> => {
        for (let index = 0; index < 40; index += 1) {
          const toxic = await bed.toxic({ type: 'noop', stream: index % 2 === 0 ? 'upstream' : 'downstream' });
          await toxic.remove();
        }
      })();
      for (let index = 1; index <= 100; index += 1) {
        near.socket.write('hello');
        await near.until(index * 5);
      }
      await flips;
      expect(near.received().toString()).to.equal('hello'.repeat(100));
    });

    // NoDataDropped
    it(`${RECORDS} records of two bytes arrive in order, then the end, while latency comes and goes`, async () => {
      const { near, far } = await (await silent()).pair();
      const records = Buffer.alloc(RECORDS * 2);
      for (let index = 0; index < RECORDS; index += 1) records.writeUInt16BE(index, index * 2);
      let isSent = false;
      const flips = (async (): Promise<void> => {
        while (!isSent) {
          const toxic = await bed.toxic({ type: 'latency', stream: 'upstream', attributes: { latency: 1000 } });
          await toxic.remove();
        }
      })();
      for (let index = 0; index < RECORDS; index += 1) {
        near.socket.write(records.subarray(index * 2, index * 2 + 2));
        if (index % 500 === 0) await pause(1);
      }
      isSent = true;
      await flips;
      near.socket.end();
      expect(await far.ended()).to.equal('end');
      expect(far.received().equals(records)).to.equal(true);
    });

    it('they stand in order of creation, whether they came before the connection or after it', async () => {
      const early = await bed.pair();
      await bed.toxic({ type: 'timeout', stream: 'upstream' });
      await bed.toxic({ type: 'limit_data', stream: 'upstream' });
      const late = await bed.pair();
      const other = await Bed.open(target.url);
      const first = await other.pair();
      await other.toxic({ type: 'limit_data', stream: 'upstream' });
      await other.toxic({ type: 'timeout', stream: 'upstream' });
      const second = await other.pair();
      for (const { near } of [early, late, first, second]) near.socket.write('x');
      // The limit that comes first sees the byte and ends; the one behind a timeout never sees any.
      await Promise.all([first.near.ended(), second.near.ended()]);
      await pause(50);
      expect([early.near.ending, late.near.ending, early.far.length]).to.deep.equal([undefined, undefined, 0]);
      await other.close();
    });

    it('one stream does not touch the other', async () => {
      const { near, far } = await (await silent()).pair();
      await bed.toxic({ type: 'timeout', stream: 'upstream' });
      near.socket.write('lost');
      far.socket.write('found');
      await near.until(5);
      expect(far.length).to.equal(0);
    });
  });

  describe('toxicity', () => {
    it('0 touches nobody, 1 everybody; below and above are the same', async () => {
      const untouched = [await Bed.open(target.url), await Bed.open(target.url)];
      const touched = [await Bed.open(target.url), await Bed.open(target.url)];
      for (const [index, toxicity] of [0, -3].entries()) await untouched[index]?.toxic({ type: 'limit_data', toxicity });
      for (const [index, toxicity] of [1, 7].entries()) await touched[index]?.toxic({ type: 'limit_data', toxicity });
      for (let round = 0; round < 5; round += 1) {
        for (const one of untouched) {
          const { near } = await one.pair();
          near.socket.write('x');
          await near.until(1);
        }
        for (const one of touched) {
          const { near } = await one.pair();
          near.socket.write('x');
          await near.ended();
          expect(near.length).to.equal(0);
        }
      }
      for (const one of [...untouched, ...touched]) await one.close();
    });

    // Toxicity
    it('changed, it reaches connections that are open', async () => {
      const toxic = await bed.toxic({ type: 'timeout', attributes: { timeout: 100 }, toxicity: 0 });
      const { near } = await bed.pair();
      near.socket.write('through');
      await near.until(7);
      const start = performance.now();
      await toxic.update(toxicBody({ type: 'timeout', attributes: { timeout: 100 }, toxicity: 1 }));
      await near.ended();
      expect(performance.now() - start).to.be.at.least(100 - CLOCK_MILLIS);
    });

    it('between 0 and 1 touches some connections and not others', async () => {
      await bed.toxic({ type: 'limit_data', toxicity: 0.5 });
      const seen = new Set<boolean>();
      for (let tries = 0; tries < 100 && seen.size < 2; tries += 1) {
        const { near } = await bed.pair();
        near.socket.write('x');
        await eventually('an echo or an end', () => near.length > 0 || near.ending !== undefined);
        seen.add(near.length > 0);
      }
      expect(seen.size).to.equal(2);
    });

    it('is drawn once for a connection, or anew with every change', async () => {
      const body = { type: 'limit_data', toxicity: 0.5 };
      const toxic = await bed.toxic(body);
      const verdict = (near: { length: number; ending: unknown }, length: number): boolean =>
        near.length >= length || near.ending !== undefined;
      let near = (await bed.pair()).near;
      for (let tries = 0; tries < 100 && near.length === 0; tries += 1) {
        near = (await bed.pair()).near;
        near.socket.write('x');
        await eventually('an echo or an end', () => verdict(near, 1));
      }
      for (let round = 2; round <= 60 && near.ending === undefined; round += 1) {
        await toxic.update(toxicBody(body));
        near.socket.write('x');
        await eventually('an echo or an end', () => verdict(near, round));
      }
      expect(near.ending === undefined).to.equal(target.either('draws', { original: false, embedded: true }));
    });
  });

  describe('two ways to lose an answer', () => {
    for (const [type, ending] of [
      ['reset_peer', 'reset'],
      ['limit_data', 'end'],
    ] as const) {
      it(`${type} downstream: the request is carried out, its answer is not heard, the client sees: ${ending}`, async () => {
        await bed.toxic({ type });
        const { near, far } = await bed.pair();
        near.socket.write('commit');
        expect(await near.ended()).to.equal(ending);
        expect([far.received().toString(), near.length]).to.deep.equal(['commit', 0]);
        expect(await far.ended()).to.equal(ending);
      });
    }
  });

  describe('two partitions', () => {
    const both = async (type: string): Promise<readonly { remove(): Promise<void> }[]> =>
      Promise.all((['upstream', 'downstream'] as const).map((stream) => bed.toxic({ type, stream })));

    it('bandwidth 0 on both streams holds everything; healed, it arrives and the connection lives', async () => {
      const { near, far } = await bed.pair();
      near.socket.write('before');
      await near.until(6);
      const toxics = await both('bandwidth');
      near.socket.write(' during');
      await pause(80);
      expect([near.length, far.length]).to.deep.equal([6, 6]);
      const late = await bed.pair();
      late.near.socket.write('new');
      for (const toxic of toxics) await toxic.remove();
      await near.until(13);
      await late.near.until(3);
      near.socket.write(' after');
      await near.until(19);
      expect(near.received().toString()).to.equal('before during after');
    });

    it('timeout 0 on both streams loses everything; healed, the connection ends', async () => {
      const { near, far } = await bed.pair();
      const toxics = await both('timeout');
      near.socket.write('lost');
      await pause(80);
      expect([near.length, far.length, near.ending]).to.deep.equal([0, 0, undefined]);
      for (const toxic of toxics) await toxic.remove();
      await Promise.all([near.ended(), far.ended()]);
      expect([near.length, far.length]).to.deep.equal([0, 0]);
      const fresh = await bed.pair();
      fresh.near.socket.write('works');
      await fresh.near.until(5);
    });
  });

  // Upstream's ProxyLatency wants the mean of what a proxy adds below 300 µs: a matter for the benchmark, not for a suite that may run anywhere.
  it('a proxy that nobody uses costs nothing to keep: its latency toxic changes without connections', async () => {
    const toxic = await bed.toxic({ type: 'latency', attributes: { latency: LONG_MILLIS } });
    await toxic.update(toxicBody({ type: 'latency', attributes: { latency: 1 } }));
    const { near } = await bed.pair();
    near.socket.write('x');
    await near.until(1);
  });
}
