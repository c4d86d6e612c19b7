import { expect } from 'chai';
import { Bed, toxicBody } from './bed.js';
import type { ToxicInput } from './bed.js';
import { CLOCK_MILLIS, eventually, pause } from './peer.js';
import type { Target } from './target.js';

const LONG_MILLIS = 600_000;
const TRIES_MAX = 50;

/**
 * The toxics that end connections: timeout, limit_data, reset_peer. Nothing is left in flight where a reset is expected: Node would see an end.
 * Nor is anything written to who ends a connection where an end is expected: it would be answered with a reset.
 */
export function cutConformance(target: Target): void {
  let bed: Bed;
  beforeEach(async () => (bed = await Bed.open(target.url)));
  afterEach(() => bed.close());
  const since = (start: number): number => performance.now() - start + CLOCK_MILLIS;

  describe('timeout', () => {
    const timeout = (millis: number, more: Partial<ToxicInput> = {}): ToxicInput => ({
      type: 'timeout',
      attributes: { timeout: millis },
      ...more,
    });

    it('ends a connection that is silent from the start, in both directions', async () => {
      for (const stream of ['upstream', 'downstream'] as const) {
        await bed.toxic(timeout(150, { stream }));
        const start = performance.now();
        const { near, far } = await bed.pair();
        await Promise.all([near.ended(), far.ended()]);
        expect(since(start)).to.be.at.least(150);
        await (await bed.proxy.getToxic(`timeout_${stream}`)).remove();
      }
    });

    it('loses data, and each chunk starts the silence anew', async () => {
      await bed.toxic(timeout(200, { stream: 'upstream' }));
      let isTried = false;
      for (let tries = 0; tries < TRIES_MAX && !isTried; tries += 1) {
        const { near, far } = await bed.pair();
        let last = performance.now();
        let longest = 0;
        for (let index = 0; index < 6; index += 1) {
          await pause(40);
          longest = Math.max(longest, performance.now() - last);
          last = performance.now();
          near.socket.write('lost');
        }
        await near.ended();
        expect(far.length).to.equal(0);
        // A test that was held up has been silent for too long itself.
        isTried = longest < 120;
        if (isTried) expect(since(last)).to.be.at.least(200);
      }
      expect(isTried).to.equal(true);
    });

    it('0 or less never ends anything; the other direction flows; removal ends both sides', async () => {
      // ClosesConnectionOnRemove
      for (const millis of [0, -5]) {
        const toxic = await bed.toxic(timeout(millis));
        const { near, far } = await bed.pair();
        near.socket.write('lost');
        await far.until(4);
        await pause(60);
        expect([near.length, near.ending]).to.deep.equal([0, undefined]);
        await toxic.remove();
        await Promise.all([near.ended(), far.ended()]);
        expect(near.length).to.equal(0);
      }
    });

    it('removed, ends every connection of the proxy, even those that it did not touch', async () => {
      const toxic = await bed.toxic(timeout(0, { toxicity: 0 }));
      const pairs = [await bed.pair(), await bed.pair()];
      for (const { near } of pairs) {
        near.socket.write('x');
        await near.until(1);
      }
      await toxic.remove();
      for (const { near, far } of pairs) await Promise.all([near.ended(), far.ended()]);
    });

    it('changed, counts from the change', async () => {
      const toxic = await bed.toxic(timeout(LONG_MILLIS));
      const { near } = await bed.pair();
      await pause(60);
      const start = performance.now();
      await toxic.update(toxicBody(timeout(100)));
      await near.ended();
      expect(since(start)).to.be.at.least(100);
    });

    it('lets an end pass', async () => {
      await bed.toxic(timeout(0, { stream: 'upstream' }));
      const { near, far } = await bed.pair();
      near.socket.end('lost');
      expect(await far.ended()).to.equal('end');
      expect(far.length).to.equal(0);
    });

    // TimeoutToxicDoesNotCauseHang
    it('behind latency lets the latency be removed while data is on its way', async () => {
      const latency = await bed.toxic({ type: 'latency', stream: 'upstream', attributes: { latency: 10 } });
      await bed.toxic(timeout(0, { stream: 'upstream' }));
      const { near, far } = await bed.pair();
      for (let index = 0; index < 5; index += 1) {
        near.socket.write('hello');
        await pause(15);
      }
      await latency.remove();
      expect([far.length, near.ending]).to.deep.equal([0, undefined]);
    });
  });

  describe('limit_data', () => {
    const limit = (bytes: number, more: Partial<ToxicInput> = {}): ToxicInput => ({ type: 'limit_data', attributes: { bytes }, ...more });

    // LimitDataToxicSmaller, Equal, Bigger, Many, SecondOverflows, 0
    const runs: readonly (readonly [limit: number, parts: readonly string[], through: string, ends: boolean])[] = [
      [100, ['short'], 'short', false],
      [5, ['equal'], 'equal', true],
      [5, ['longer'], 'longe', true],
      [10, ['many', 'parts', 'of', 'it'], 'manypartso', true],
      [7, ['first', 'second'], 'firstse', true],
      [0, ['any'], '', true],
      [-5, ['any'], '', true],
    ];
    for (const [bytes, parts, through, ends] of runs) {
      it(`${bytes} lets "${through}" of ${parts.join('+')} through${ends ? ', then ends' : ''}`, async () => {
        await bed.close();
        bed = await Bed.open(target.url, { echo: false });
        await bed.toxic(limit(bytes));
        const { near, far } = await bed.pair();
        for (const part of parts) {
          far.socket.write(part);
          await pause(5);
        }
        if (ends) await Promise.all([near.ended(), far.ended()]);
        else await near.until(through.length);
        expect([near.received().toString(), near.ending]).to.deep.equal([through, ends ? 'end' : undefined]);
      });
    }

    it('0 does not end a connection before its first byte', async () => {
      await bed.toxic(limit(0));
      const { near, far } = await bed.pair();
      await pause(60);
      expect(near.ending).to.equal(undefined);
      near.socket.write('x');
      await near.ended();
      expect([near.length, far.received().toString()]).to.deep.equal([0, 'x']);
    });

    it('keeps its count when changed: up, there is more room; below the count, it ends at the next byte, not before', async () => {
      const toxic = await bed.toxic(limit(6));
      const [more, less] = [await bed.pair(), await bed.pair()];
      for (const { near } of [more, less]) {
        near.socket.write('12345');
        await near.until(5);
      }
      await toxic.update(toxicBody(limit(8)));
      more.near.socket.write('678x');
      await more.near.ended();
      expect(more.near.received().toString()).to.equal('12345678');
      await toxic.update(toxicBody(limit(2)));
      await pause(60);
      expect(less.near.ending).to.equal(undefined);
      less.near.socket.write('6');
      await less.near.ended();
      expect(less.near.received().toString()).to.equal('12345');
    });

    it('counts each connection and each direction by itself', async () => {
      for (const stream of ['upstream', 'downstream'] as const) await bed.toxic(limit(5, { stream }));
      for (const { near } of [await bed.pair(), await bed.pair()]) {
        near.socket.write('1234');
        await near.until(4);
        expect(near.ending).to.equal(undefined);
      }
    });

    it('does not count what it does not touch', async () => {
      const toxic = await bed.toxic(limit(5, { toxicity: 0 }));
      const { near } = await bed.pair();
      near.socket.write('0123456789');
      await near.until(10);
      await toxic.update(toxicBody(limit(5)));
      near.socket.write('abcdefg');
      await near.ended();
      expect(near.received().toString()).to.equal('0123456789abcde');
    });

    it('lets an end pass, and counts anew when removed and added', async () => {
      const toxic = await bed.toxic(limit(5));
      const { near, far } = await bed.pair();
      near.socket.write('1234');
      await near.until(4);
      await toxic.remove();
      await bed.toxic(limit(5));
      near.socket.write('5678');
      await near.until(8);
      near.socket.end();
      expect(await far.ended()).to.equal('end');
    });
  });

  describe('reset_peer', () => {
    const reset = (timeout: number, more: Partial<ToxicInput> = {}): ToxicInput => ({
      type: 'reset_peer',
      attributes: { timeout },
      ...more,
    });

    // ResetToxic, ResetToxicWithTimeout, ResetToxicWithTimeoutDownstream
    for (const stream of ['upstream', 'downstream'] as const) {
      for (const timeout of [0, 100]) {
        it(`${stream}, resets both peers ${timeout} ms after the first data, which is lost`, async () => {
          await bed.toxic(reset(timeout, { stream }));
          const { near, far } = await bed.pair();
          await pause(30);
          expect([near.ending, far.ending]).to.deep.equal([undefined, undefined]);
          const start = performance.now();
          near.socket.write('x');
          expect(await near.ended()).to.equal('reset');
          expect(since(start)).to.be.at.least(timeout);
          expect([await far.ended(), far.length, near.length]).to.deep.equal(['reset', stream === 'upstream' ? 0 : 1, 0]);
        });
      }
    }

    it('resets at an end, too', async () => {
      await bed.toxic(reset(50, { stream: 'upstream' }));
      const { near, far } = await bed.pair();
      const start = performance.now();
      near.socket.end();
      expect(await far.ended()).to.equal('reset');
      expect(since(start)).to.be.at.least(50);
    });

    it('leaves an idle connection alone', async () => {
      await bed.toxic(reset(0));
      const { near, far } = await bed.pair();
      await pause(150);
      expect([near.ending, far.ending]).to.deep.equal([undefined, undefined]);
    });

    it('resets connections that were open before it came, or ends them', async () => {
      const { near, far } = await bed.pair();
      near.socket.write('x');
      await near.until(1);
      await bed.toxic(reset(0));
      far.socket.write('y');
      const expected = target.either('late reset_peer', { original: 'end', embedded: 'reset' });
      expect([await near.ended(), await far.ended()]).to.deep.equal([expected, expected]);
    });

    it('leaves its mark on a connection that it did not strike, or does not', async () => {
      const toxic = await bed.toxic(reset(0, { toxicity: 0 }));
      const { near, far } = await bed.pair();
      near.socket.write('x');
      await near.until(1);
      await toxic.remove();
      near.socket.end();
      const expected = target.either('lasting reset_peer', { original: 'reset', embedded: 'end' });
      expect(await far.ended()).to.equal(expected);
    });

    it('waiting, is removed at once, or when its time has come; either way the connection is reset', async () => {
      const timeout = target.either('waiting reset_peer', { original: 400, embedded: LONG_MILLIS });
      const toxic = await bed.toxic(reset(timeout, { stream: 'upstream' }));
      const { near, far } = await bed.pair();
      const start = performance.now();
      near.socket.write('x');
      await pause(100);
      // A test that was held up may find that the time has come.
      const isEarly = performance.now() - start < timeout;
      if (isEarly) expect(near.ending).to.equal(undefined);
      await toxic.remove();
      if (target.isOriginal) expect(since(start)).to.be.at.least(timeout);
      await eventually('both endings', () => near.ending !== undefined && far.ending !== undefined);
      expect([near.ending, far.ending, far.length]).to.deep.equal(['reset', 'reset', 0]);
    });
  });
}
