import { expect } from 'chai';
import { Bed, toxicBody } from './bed.js';
import { dial, pause } from './peer.js';
import type { Target } from './target.js';

/** Clocks of two processes are compared; this much is forgiven. */
const CLOCK_MILLIS = 3;
const TRIES_MAX = 50;

/** What each toxic does to a connection. Times are checked from below only, so that a busy machine cannot fail them. */
export function toxicConformance(target: Target): void {
  let bed: Bed;
  beforeEach(async () => (bed = await Bed.open(target.url)));
  afterEach(() => bed.close());
  const echo = async (near: Awaited<ReturnType<Bed['dial']>>, text: string): Promise<number> => {
    const [start, before] = [performance.now(), near.length];
    near.socket.write(text);
    return (await near.until(before + text.length)) - start;
  };

  it('passes bytes both ways and the end of the client', async () => {
    const { near, far } = await bed.pair();
    await echo(near, 'hello');
    near.socket.end();
    expect(await far.ended()).to.equal('end');
    expect(far.received().toString()).to.equal('hello');
    expect(await near.ended()).to.equal('end');
  });

  it('accepts, then closes, when the upstream is down', async () => {
    bed.upstream.close();
    const near = await dial(bed.proxy.listen);
    await near.ended();
    expect(near.length).to.equal(0);
  });

  it('closes open connections when disabled', async () => {
    const { near, far } = await bed.pair();
    await echo(near, 'x');
    await bed.proxy.update({ enabled: false, listen: bed.proxy.listen, upstream: bed.proxy.upstream });
    await near.ended();
    await far.ended();
  });

  it('latency delays each direction, two of them add up, and removal sends the rest at once', async () => {
    const { near } = await bed.pair();
    const up = await bed.toxic({ type: 'latency', stream: 'upstream', attributes: { latency: 60, jitter: 0 } });
    await bed.toxic({ type: 'latency', attributes: { latency: 40, jitter: 0 } });
    expect(await echo(near, 'slow')).to.be.at.least(100 - CLOCK_MILLIS);
    await bed.toxic({ type: 'latency', name: 'second', attributes: { latency: 50, jitter: 0 } });
    expect(await echo(near, 'slower')).to.be.at.least(150 - CLOCK_MILLIS);
    await up.update(toxicBody({ type: 'latency', stream: 'upstream', attributes: { latency: 600_000, jitter: 0 } }));
    near.socket.write('held');
    await pause(30);
    const before = near.length;
    await up.remove();
    await near.until(before + 4);
    expect(near.received().toString()).to.equal('slowslowerheld');
  });

  it('latency does not delay a lone end of stream', async () => {
    await bed.toxic({ type: 'latency', stream: 'upstream', attributes: { latency: 600_000, jitter: 0 } });
    const { near, far } = await bed.pair();
    near.socket.end();
    await far.ended();
  });

  it('bandwidth takes its time', async () => {
    await bed.toxic({ type: 'bandwidth', stream: 'upstream', attributes: { rate: 100 } });
    const { near, far } = await bed.pair();
    const start = performance.now();
    near.socket.write(Buffer.alloc(30_000, 'b'));
    expect((await far.until(30_000)) - start).to.be.at.least(300 - CLOCK_MILLIS);
  });

  it('bandwidth 0 holds everything, loses nothing, and lets go when changed or removed', async () => {
    const { near, far } = await bed.pair();
    const toxic = await bed.toxic({ type: 'bandwidth', stream: 'upstream', attributes: { rate: 0 } });
    near.socket.write('one');
    await pause(80);
    expect(far.length).to.equal(0);
    await toxic.update(toxicBody({ type: 'bandwidth', stream: 'upstream', attributes: { rate: 1000 } }));
    await far.until(3);
    await toxic.update(toxicBody({ type: 'bandwidth', stream: 'upstream', attributes: { rate: 0 } }));
    near.socket.write('two');
    await pause(80);
    expect(far.length).to.equal(3);
    await toxic.remove();
    await near.until(6);
    expect(near.received().toString()).to.equal('onetwo');
  });

  it('timeout loses data, closes after silence, and each chunk starts the silence anew', async () => {
    await bed.toxic({ type: 'timeout', stream: 'upstream', attributes: { timeout: 200 } });
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
      if (isTried) expect(performance.now() - last).to.be.at.least(200 - CLOCK_MILLIS);
    }
    expect(isTried).to.equal(true);
  });

  it('timeout 0 never closes, and removing it does', async () => {
    const toxic = await bed.toxic({ type: 'timeout', attributes: { timeout: 0 } });
    const { near, far } = await bed.pair();
    near.socket.write('lost');
    await far.until(4);
    await pause(60);
    expect([near.length, near.ending]).to.deep.equal([0, undefined]);
    await toxic.remove();
    await near.ended();
    expect(near.length).to.equal(0);
  });

  it('toxicity 0 affects nobody, and an update reaches open connections', async () => {
    const toxic = await bed.toxic({ type: 'timeout', attributes: { timeout: 50 }, toxicity: 0 });
    const { near } = await bed.pair();
    await echo(near, 'through');
    await toxic.update(toxicBody({ type: 'timeout', attributes: { timeout: 50 }, toxicity: 1 }));
    await near.ended();
  });

  it('slow_close holds the end back, not the data; removal lets it go', async () => {
    await bed.toxic({ type: 'slow_close', stream: 'upstream', attributes: { delay: 150 } });
    const { near, far } = await bed.pair();
    await echo(near, 'data');
    const start = performance.now();
    near.socket.end();
    await far.ended();
    expect(performance.now() - start).to.be.at.least(150 - CLOCK_MILLIS);
  });

  it('slow_close lets the end go when it is removed', async () => {
    const toxic = await bed.toxic({ type: 'slow_close', stream: 'upstream', attributes: { delay: 600_000 } });
    const { near, far } = await bed.pair();
    near.socket.end();
    await pause(60);
    expect(far.ending).to.equal(undefined);
    await toxic.remove();
    await far.ended();
  });

  it('slicer cuts into pieces with pauses between them', async () => {
    await bed.toxic({ type: 'slicer', stream: 'upstream', attributes: { average_size: 50, size_variation: 0, delay: 5000 } });
    const { near, far } = await bed.pair();
    const start = performance.now();
    near.socket.write(Buffer.alloc(400, 's'));
    expect((await far.until(400)) - start).to.be.at.least(7 * 5 - CLOCK_MILLIS);
    expect(far.received()).to.deep.equal(Buffer.alloc(400, 's'));
  });

  it('limit_data passes exactly its bytes, then closes; 0 closes at the first byte', async () => {
    const toxic = await bed.toxic({ type: 'limit_data', attributes: { bytes: 10 } });
    const first = await bed.pair();
    first.near.socket.write('0123456789abc');
    await first.near.ended();
    expect(first.near.received().toString()).to.equal('0123456789');
    await toxic.update(toxicBody({ type: 'limit_data', attributes: { bytes: 0 } }));
    const second = await bed.pair();
    await pause(50);
    expect(second.near.ending).to.equal(undefined);
    second.near.socket.write('x');
    await second.near.ended();
    expect([second.near.length, second.far.received().toString()]).to.deep.equal([0, 'x']);
  });

  it('limit_data keeps its count when changed, and closes as soon as the limit is met', async () => {
    const toxic = await bed.toxic({ type: 'limit_data', attributes: { bytes: 100 } });
    const { near } = await bed.pair();
    await echo(near, '12345');
    await toxic.update(toxicBody({ type: 'limit_data', attributes: { bytes: 8 } }));
    near.socket.write('678');
    await near.ended();
    expect(near.received().toString()).to.equal('12345678');
  });

  it('reset_peer resets both sides after its time, once data came', async () => {
    await bed.toxic({ type: 'reset_peer', stream: 'upstream', attributes: { timeout: 80 } });
    const { near, far } = await bed.pair();
    await pause(100);
    expect(near.ending).to.equal(undefined);
    const start = performance.now();
    near.socket.write('x');
    expect(await near.ended()).to.equal('reset');
    expect(performance.now() - start).to.be.at.least(80 - CLOCK_MILLIS);
    expect([await far.ended(), far.length]).to.deep.equal(['reset', 0]);
  });
}
