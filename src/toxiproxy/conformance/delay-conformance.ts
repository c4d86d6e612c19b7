import { expect } from 'chai';
import { Bed, toxicBody } from './bed.js';
import type { ToxicInput } from './bed.js';
import { CLOCK_MILLIS, pause } from './peer.js';
import type { Peer } from './peer.js';
import type { Target } from './target.js';

/** Longer than any test lasts. */
const LONG_MILLIS = 600_000;
const LINE = `${'l'.repeat(32 * 1024 - 1)}\n`;

/**
 * The toxics that delay: latency, bandwidth, slow_close, slicer. Times are checked from below only, so that a busy machine cannot fail them.
 * Where bytes are followed by an end, nobody answers them: a proxy closes whole connections, and what is written to a closed one resets it.
 */
export function delayConformance(target: Target): void {
  let bed: Bed;
  beforeEach(async () => (bed = await Bed.open(target.url)));
  afterEach(() => bed.close());
  const silent = async (): Promise<Bed> => {
    await bed.close();
    bed = await Bed.open(target.url, { echo: false });
    return bed;
  };
  const since = (start: number): number => performance.now() - start + CLOCK_MILLIS;
  const latency = (millis: number, more: Partial<ToxicInput> = {}): ToxicInput => ({
    type: 'latency',
    stream: 'upstream',
    attributes: { latency: millis, jitter: 0 },
    ...more,
  });
  const says = (peer: Peer): string => peer.received().toString();

  describe('latency', () => {
    // LatencyToxicUpstream, LatencyToxicDownstream, LatencyToxicBothSides and their uneven kin; upstream allows 10 ms more, here no upper bound.
    it('delays each direction by at least what it says, and both add up', async () => {
      const pairs = [
        [100, 0],
        [0, 100],
        [100, 100],
        [300, 100],
        [100, 300],
        [0, 0],
      ] as const;
      const measure = async ([up, down]: readonly [number, number]): Promise<void> => {
        const own = await Bed.open(target.url);
        if (up > 0) await own.toxic(latency(up));
        if (down > 0) await own.toxic(latency(down, { stream: 'downstream' }));
        const { near, far } = await own.pair();
        const start = performance.now();
        near.socket.write(LINE);
        expect((await far.until(LINE.length)) - start + CLOCK_MILLIS, `up ${up}`).to.be.at.least(up);
        expect((await near.until(LINE.length)) - start + CLOCK_MILLIS, `up ${up} and down ${down}`).to.be.at.least(up + down);
        expect(says(near)).to.equal(LINE);
        await own.close();
      };
      await Promise.all(pairs.map(measure));
    });

    // TwoLatencyToxics
    it('of two toxics adds up', async () => {
      await bed.toxic(latency(150));
      await bed.toxic(latency(150, { name: 'second' }));
      const { near, far } = await bed.pair();
      const start = performance.now();
      near.socket.write('x');
      await far.until(1);
      expect(since(start)).to.be.at.least(300);
    });

    it('counts from the arrival of each chunk', async () => {
      await bed.toxic(latency(200));
      const { near, far } = await bed.pair();
      const sent: number[] = [];
      for (let index = 0; index < 3; index += 1) {
        sent.push(performance.now());
        near.socket.write('x');
        await pause(60);
      }
      for (const [index, start] of sent.entries()) {
        expect((await far.until(index + 1)) - start + CLOCK_MILLIS).to.be.at.least(200);
      }
    });

    it('with jitter stays within it from below, and never reorders', async () => {
      await bed.toxic(latency(60, { attributes: { latency: 60, jitter: 30 } }));
      const { near, far } = await bed.pair();
      let text = '';
      const start = performance.now();
      for (let index = 0; index < 60; index += 1) {
        near.socket.write(`${index},`);
        text += `${index},`;
        await pause(1);
      }
      await far.until(1);
      expect(since(start)).to.be.at.least(30);
      await far.until(text.length);
      expect(says(far)).to.equal(text);
    });

    it('below zero is none', async () => {
      await bed.toxic(latency(-LONG_MILLIS));
      const { near, far } = await bed.pair();
      near.socket.write('x');
      await far.until(1);
    });

    it('does not delay a connection or a lone end', async () => {
      await bed.toxic(latency(LONG_MILLIS));
      const { near, far } = await bed.pair();
      near.socket.end();
      expect(await far.ended()).to.equal('end');
    });

    it('lets an end follow the bytes before it', async () => {
      await (await silent()).toxic(latency(150));
      const { near, far } = await bed.pair();
      const start = performance.now();
      near.socket.end('bytes');
      expect(await far.ended()).to.equal('end');
      expect(since(start)).to.be.at.least(150);
      expect(says(far)).to.equal('bytes');
    });

    it('changed, releases the chunk in hand at once; those behind it follow the new setting from their arrival', async () => {
      const toxic = await bed.toxic(latency(LONG_MILLIS));
      const { near, far } = await bed.pair();
      near.socket.write('a');
      await pause(40);
      const second = performance.now();
      near.socket.write('b');
      await pause(40);
      const third = performance.now();
      near.socket.write('c');
      await pause(40);
      expect(far.length).to.equal(0);
      await toxic.update(toxicBody(latency(250)));
      await far.until(1);
      expect((await far.until(2)) - second + CLOCK_MILLIS).to.be.at.least(250);
      expect((await far.until(3)) - third + CLOCK_MILLIS).to.be.at.least(250);
      expect(says(far)).to.equal('abc');
    });

    it('removed, releases everything in order', async () => {
      const toxic = await (await silent()).toxic(latency(LONG_MILLIS));
      const { near, far } = await bed.pair();
      for (const part of ['one ', 'two ', 'three']) {
        near.socket.write(part);
        await pause(20);
      }
      near.socket.end();
      await toxic.remove();
      expect(await far.ended()).to.equal('end');
      expect(says(far)).to.equal('one two three');
    });

    // LatencyToxicBandwidth wants 100 MB/s behind 100 ms, which a slow machine may not have; what is meant is that it does not throttle.
    it('takes in many megabytes while it delays, and gives them back when it is removed', async () => {
      const held = await Bed.open(target.url, { echo: false });
      const toxic = await held.toxic(latency(LONG_MILLIS));
      const { near, far } = await held.pair();
      const bytes = 16_000_000;
      near.socket.write(Buffer.alloc(bytes, 'b'));
      await near.flushed();
      expect(far.length).to.equal(0);
      await toxic.remove();
      await far.until(bytes);
      await held.close();
    });
  });

  describe('bandwidth', () => {
    const rate = (kilobytes: number, more: Partial<ToxicInput> = {}): ToxicInput => ({
      type: 'bandwidth',
      stream: 'upstream',
      attributes: { rate: kilobytes },
      ...more,
    });

    // BandwidthToxic, which wants 480 ms ± 10 ms.
    const transfers: readonly (readonly [bytes: number, kilobytes: number])[] = [
      [240_000, 1000],
      [3000, 10],
      [300, 1],
    ];
    for (const [bytes, kilobytes] of transfers) {
      it(`lets ${bytes} bytes through in no less than ${bytes / kilobytes} ms at ${kilobytes} kilobytes of 1000 bytes a second`, async () => {
        await bed.toxic(rate(kilobytes));
        const { near, far } = await bed.pair();
        const sent = Buffer.alloc(bytes, 'bandwidth');
        const start = performance.now();
        near.socket.write(sent);
        expect((await far.until(bytes)) - start + CLOCK_MILLIS).to.be.at.least(bytes / kilobytes);
        expect(far.received().equals(sent)).to.equal(true);
      });
    }

    it('delays the answer as it delays the request', async () => {
      for (const stream of ['upstream', 'downstream'] as const) await bed.toxic(rate(100, { stream }));
      const { near } = await bed.pair();
      const start = performance.now();
      near.socket.write(Buffer.alloc(20_000));
      await near.until(20_000);
      // The first slice of the answer may start after the first slice of the request, of 10,000 bytes.
      expect(since(start)).to.be.at.least(300);
    });

    it('0 holds everything, loses nothing, and lets go when changed or removed', async () => {
      const toxic = await bed.toxic(rate(0));
      const { near, far } = await bed.pair();
      near.socket.write('one');
      await pause(80);
      expect(far.length).to.equal(0);
      await toxic.update(toxicBody(rate(1000)));
      await far.until(3);
      await toxic.update(toxicBody(rate(0)));
      near.socket.write('two');
      await pause(80);
      expect([far.length, far.ending]).to.deep.equal([3, undefined]);
      await toxic.remove();
      await near.until(6);
      expect(says(near)).to.equal('onetwo');
    });

    it('0 lets a lone end pass, and keeps one behind bytes', async () => {
      const toxic = await (await silent()).toxic(rate(0));
      const [lone, laden] = [await bed.pair(), await bed.pair()];
      lone.near.socket.end();
      laden.near.socket.end('bytes');
      expect(await lone.far.ended()).to.equal('end');
      await pause(50);
      expect(laden.far.ending).to.equal(undefined);
      await toxic.remove();
      expect(await laden.far.ended()).to.equal('end');
      expect(says(laden.far)).to.equal('bytes');
    });

    it('removed in the middle of a large transfer, lets the rest go', async () => {
      const toxic = await bed.toxic(rate(1));
      const { near, far } = await bed.pair();
      const sent = Buffer.alloc(500_000, 'bandwidth');
      near.socket.write(sent);
      await pause(150);
      await toxic.remove();
      await far.until(sent.length);
      expect(far.received().equals(sent)).to.equal(true);
    });

    // RemoveToxicWithBrokenConnection
    it('0 on both streams can be removed although both peers have gone', async () => {
      const toxics = [await bed.toxic(rate(0)), await bed.toxic(rate(0, { stream: 'downstream' }))];
      const { near, far } = await bed.pair();
      near.socket.write('held');
      far.socket.write('held');
      await pause(20);
      near.socket.destroy();
      far.socket.destroy();
      for (const toxic of toxics) await toxic.remove();
      const fresh = await bed.pair();
      fresh.near.socket.write('x');
      await fresh.near.until(1);
    });
  });

  describe('slow_close', () => {
    const slow = (delay: number, more: Partial<ToxicInput> = {}): ToxicInput => ({
      type: 'slow_close',
      stream: 'upstream',
      attributes: { delay },
      ...more,
    });

    for (const stream of ['upstream', 'downstream'] as const) {
      it(`${stream}, lets data pass and holds the end back`, async () => {
        await bed.toxic(slow(150, { stream }));
        const { near, far } = await bed.pair();
        const [from, to] = stream === 'upstream' ? [near, far] : [far, near];
        near.socket.write('data');
        await near.until(4);
        const start = performance.now();
        from.socket.end();
        expect(await to.ended()).to.equal('end');
        expect(since(start)).to.be.at.least(150);
      });
    }

    it('removed, lets the end go', async () => {
      const toxic = await bed.toxic(slow(LONG_MILLIS));
      const { near, far } = await bed.pair();
      near.socket.end();
      await pause(60);
      expect(far.ending).to.equal(undefined);
      await toxic.remove();
      await far.ended();
    });

    it('changed, begins its delay anew', async () => {
      const toxic = await bed.toxic(slow(LONG_MILLIS));
      const { near, far } = await bed.pair();
      near.socket.end();
      await pause(60);
      const start = performance.now();
      await toxic.update(toxicBody(slow(150)));
      await far.ended();
      expect(since(start)).to.be.at.least(150);
    });
  });

  describe('slicer', () => {
    const slices = (average: number, variation: number, delay: number): ToxicInput => ({
      type: 'slicer',
      stream: 'upstream',
      attributes: { average_size: average, size_variation: variation, delay },
    });

    // Slicer, SlicerZeroSizeVariation. How many reads they are is not for a receiver to tell: TCP joins pieces. So the pauses between them are measured.
    const cuts: readonly (readonly [bytes: number, average: number, variation: number, delayMicros: number])[] = [
      [20_000, 1000, 0, 5000],
      [24, 1, 0, 10_000],
      [1000, 100, 10, 5000],
    ];
    for (const [bytes, average, variation, delay] of cuts) {
      const pieces = Math.ceil(bytes / (average + variation));
      it(`cuts ${bytes} bytes into ${pieces} pieces or more, ${average} ± ${variation} each, ${delay} µs apart`, async () => {
        await bed.toxic(slices(average, variation, delay));
        const { near, far } = await bed.pair();
        const sent = Buffer.from(Array.from({ length: bytes }, (_, index) => index % 251));
        const start = performance.now();
        near.socket.write(sent);
        expect((await far.until(bytes)) - start + CLOCK_MILLIS).to.be.at.least(((pieces - 1) * delay) / 1000);
        expect(far.received().equals(sent)).to.equal(true);
      });
    }

    it('brings 160,000 bytes whole', async () => {
      await bed.toxic(slices(1024, 512, 10));
      const { near, far } = await bed.pair();
      const sent = Buffer.from(Array.from({ length: 160_000 }, (_, index) => index % 251));
      near.socket.write(sent);
      await far.until(sent.length);
      expect(far.received().equals(sent)).to.equal(true);
    });

    it('changed or removed in the middle of a chunk, sends the rest of it at once', async () => {
      for (const end of ['change', 'remove'] as const) {
        const toxic = await bed.toxic(slices(1, 0, LONG_MILLIS * 1000));
        const { near, far } = await bed.pair();
        near.socket.write('0123456789');
        await far.until(1);
        if (end === 'change') await toxic.update(toxicBody(slices(1, 0, LONG_MILLIS)));
        else await toxic.remove();
        await far.until(10);
        expect(says(far)).to.equal('0123456789');
        if (end === 'change') await toxic.remove();
      }
    });
  });
}
