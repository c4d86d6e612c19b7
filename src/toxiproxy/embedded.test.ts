// Goal: what the embedded server promises beyond the original: activity, real seeds, and a control plane that never hangs.
// Method: an own server per test, raw sockets through it, and requests to its API.
import { request as httpRequest } from 'node:http';
import { expect } from 'chai';
import { Bed, toxicBody } from './conformance/bed.js';
import type { ToxicInput } from './conformance/bed.js';
import { dial, eventually, pause } from './conformance/peer.js';
import type { ActivityReport } from './activity.js';
import { startToxiproxy } from './index.js';
import type { ToxiproxyServer } from './index.js';

const TEST_MILLIS_MAX = 60_000;
const CLOCK_MILLIS = 3;

describe('the embedded Toxiproxy alone', function () {
  this.timeout(TEST_MILLIS_MAX);
  let server: ToxiproxyServer;
  let bed: Bed;
  beforeEach(async () => {
    server = await startToxiproxy({ seed: 'one' });
    bed = await Bed.open(server.url);
  });
  afterEach(async () => {
    await bed.close();
    await server.close();
  });
  const activity = async (): Promise<ActivityReport> => {
    const all = (await (await fetch(`${server.url}/activity`)).json()) as Record<string, ActivityReport>;
    const report = all[bed.proxy.name];
    if (report === undefined) throw new Error('no activity');
    return report;
  };
  const add = (input: ToxicInput): ReturnType<Bed['toxic']> => bed.toxic(input);

  it('announces itself', async () => {
    const response = await fetch(`${server.url}/capabilities`);
    expect(response.headers.get('x-toxiproxy-server')).to.match(/^embedded\/[0-9]/);
    expect(await response.json()).to.deep.include({ server: 'embedded', activity: true });
  });

  it('counts connections and bytes, and no touch while no toxic does anything', async () => {
    await add({ type: 'noop' });
    await add({ type: 'latency' });
    await add({ type: 'bandwidth', toxicity: 0, attributes: { rate: 0 } });
    const { near } = await bed.pair();
    near.socket.write('four');
    await near.until(4);
    expect(await activity()).to.deep.include({
      connections: 1,
      open: 1,
      bytesUpstream: 4,
      bytesDownstream: 4,
      touched: 0,
      touchedConnections: 0,
      lastTouchedMs: null,
    });
  });

  const touching: readonly ToxicInput[] = [
    { type: 'latency', attributes: { latency: 20 } },
    { type: 'bandwidth', attributes: { rate: 0 } },
    { type: 'bandwidth', attributes: { rate: 1 } },
    { type: 'timeout', attributes: { timeout: 0 } },
    { type: 'slicer', attributes: { average_size: 2, size_variation: 0, delay: 10 } },
    { type: 'limit_data', attributes: { bytes: 2 } },
    { type: 'reset_peer', attributes: { timeout: 10 } },
  ];
  for (const input of touching) {
    it(`reports that ${input.type} ${JSON.stringify(input.attributes)} touched the one chunk that it met`, async () => {
      const [before] = [Date.now(), await add(input)];
      const [hit, idle] = [await bed.pair(), await bed.pair()];
      hit.near.socket.write('12345678');
      await hit.far.until(8);
      let report = await activity();
      while (report.touched === 0) report = await activity();
      await pause(30);
      report = await activity();
      expect(report).to.deep.include({ touchedConnections: 1, toxics: { [`${input.type}_downstream`]: report.touched } });
      expect(report.touched).to.be.within(1, 2);
      expect(report.lastTouchedMs).to.be.at.least(before);
      expect(idle.near.ending).to.equal(undefined);
    });
  }

  it('reports that slow_close held an end and that timeout closed an idle connection', async () => {
    await add({ type: 'slow_close', stream: 'upstream', attributes: { delay: 20 } });
    const first = await bed.pair();
    first.near.socket.end();
    await first.far.ended();
    expect((await activity()).toxics).to.deep.equal({ slow_close_upstream: 1 });
    await add({ type: 'timeout', attributes: { timeout: 20 } });
    await (await bed.pair()).near.ended();
    expect((await activity()).toxics).to.include({ timeout_downstream: 1 });
  });

  it('counts the open connections that disabling cut', async () => {
    await bed.pair();
    await bed.pair();
    await bed.proxy.update({ enabled: false, listen: bed.proxy.listen, upstream: bed.proxy.upstream });
    const report = await activity();
    expect(report).to.deep.include({ cut: 2, connections: 2 });
    expect(report.lastCutMs).to.be.a('number');
    await eventually('both gone', () => bed.upstream.peers.every((peer) => peer.ending !== undefined));
    expect((await activity()).open).to.equal(0);
  });

  it('counts dials that failed', async () => {
    bed.upstream.close();
    await (await bed.dial()).ended();
    expect((await activity()).dialFailures).to.equal(1);
  });

  it('resets connections that were open before reset_peer came', async () => {
    const { near, far } = await bed.pair();
    near.socket.write('x');
    await near.until(1);
    await add({ type: 'reset_peer', attributes: { timeout: 0 } });
    far.socket.write('y');
    expect([await near.ended(), await far.ended()]).to.deep.equal(['reset', 'reset']);
  });

  it('changes toxics and resets at once although nobody reads', async () => {
    const { near, far } = await bed.pair();
    far.socket.unpipe();
    far.socket.pause();
    near.socket.write(Buffer.alloc(24_000_000, 'n'));
    await pause(50);
    const inputs: readonly ToxicInput[] = [
      { type: 'latency', attributes: { latency: 5 } },
      { type: 'slicer', attributes: { average_size: 100 } },
      { type: 'noop' },
      { type: 'bandwidth' },
    ];
    const start = performance.now();
    for (let round = 0; round < 3; round += 1) {
      const toxics = await Promise.all(inputs.map((input) => add({ ...input, stream: 'upstream' })));
      for (const toxic of toxics) await toxic.remove();
    }
    await bed.client.reset();
    expect(performance.now() - start).to.be.below(10_000);
    far.socket.resume();
    await far.until(24_000_000);
  });

  it('survives attributes that kill the original', async () => {
    const { near } = await bed.pair();
    const wild: readonly ToxicInput[] = [
      { type: 'slicer', attributes: { average_size: 0, size_variation: 0, delay: 0 } },
      { type: 'slicer', attributes: { average_size: 5, size_variation: 50, delay: -1 } },
      { type: 'slicer', attributes: { average_size: -1, size_variation: 5, delay: 0 } },
      { type: 'bandwidth', attributes: { rate: -5 } },
      { type: 'latency', attributes: { latency: -5, jitter: -5 } },
      { type: 'slow_close', attributes: { delay: -5 } },
    ];
    let length = 0;
    for (const input of wild) {
      const toxic = await add({ ...input, stream: 'upstream' });
      near.socket.write(Buffer.alloc(5000, 'w'));
      length += 5000;
      await pause(5);
      await toxic.remove();
      await near.until(length);
    }
  });

  it('draws the same with the same seed, and otherwise with another', async () => {
    const first = await drawn('alpha');
    expect(await drawn('alpha')).to.equal(first);
    expect(first).to.match(/0/).and.to.match(/1/);
    expect(await drawn('beta')).to.not.equal(first);
  });

  it('does not draw anew when an unrelated toxic comes or goes', async () => {
    await add({ type: 'timeout', toxicity: 0.5 });
    const pairs = await Promise.all(Array.from({ length: 12 }, () => bed.pair()));
    const lengths = (): string => pairs.map(({ near }) => near.length).join();
    const ask = (): void => pairs.forEach(({ near }) => near.socket.write('?'));
    const passed = (): number => pairs.filter(({ near }) => near.length > 0).length;
    ask();
    while (passed() + (await activity()).touchedConnections < pairs.length) await pause(5);
    const first = lengths();
    expect(first).to.match(/0/).and.to.match(/1/);
    const other = await add({ type: 'noop' });
    ask();
    await eventually('the same to pass', () => lengths() === first.replaceAll('1', '2'));
    await other.remove();
    ask();
    await eventually('the same to pass again', () => lengths() === first.replaceAll('1', '3'));
  });

  it('keeps the order of bytes under jitter', async () => {
    await add({ type: 'latency', stream: 'upstream', attributes: { latency: 10, jitter: 10 } });
    const { near, far } = await bed.pair();
    let sent = '';
    for (let index = 0; index < 60; index += 1) {
      near.socket.write(`${index},`);
      sent += `${index},`;
      await pause(1);
    }
    await far.until(sent.length);
    expect(far.received().toString()).to.equal(sent);
  });

  it('does not deliver before the latency, however late it was added', async () => {
    const { near } = await bed.pair();
    await add({ type: 'latency', stream: 'upstream', attributes: { latency: 60, jitter: 0 } });
    const start = performance.now();
    near.socket.write('x');
    expect((await near.until(1)) - start).to.be.at.least(60 - CLOCK_MILLIS);
    await (await bed.proxy.getToxic('latency_upstream')).update(toxicBody({ type: 'latency', stream: 'upstream' }));
  });

  it('listens on loopback only when no host is given, and keeps still when that is said again', async () => {
    const open = await bed.client.createProxy({ name: 'open', listen: ':0', upstream: bed.upstream.address });
    expect(open.listen).to.match(/^127\.0\.0\.1:/);
    const port = open.listen.replace('127.0.0.1', '0.0.0.0');
    expect((await open.update({ enabled: true, listen: port, upstream: open.upstream })).listen).to.equal(open.listen);
  });

  it('turns away requests under a foreign host name', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      httpRequest(`${server.url}/proxies`, { headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).to.equal(403);
  });
});

/** Which of twenty connections a toxic of toxicity one half let through, as ones and zeros. */
async function drawn(seed: string): Promise<string> {
  const server = await startToxiproxy({ seed });
  const bed = await Bed.open(server.url);
  const { proxy } = bed;
  const named = await bed.client.createProxy({ name: 'same', listen: '127.0.0.1:0', upstream: proxy.upstream });
  await named.addToxic(toxicBody({ type: 'limit_data', attributes: { bytes: 0 }, toxicity: 0.5 }));
  let result = '';
  for (let index = 0; index < 20; index += 1) {
    const near = await dial(named.listen);
    near.socket.write('x');
    await eventually('an echo or an end', () => near.length > 0 || near.ending !== undefined);
    result += near.length > 0 ? '1' : '0';
    near.socket.destroy();
  }
  await bed.close();
  await server.close();
  return result;
}
