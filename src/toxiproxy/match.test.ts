// Goal: a toxic with a match works on the exchanges that it names and leaves all others, and all that is no HTTP, as they are.
// Method: a real server and real clients around a proxy, over kept-open, pipelined, chunked, upgraded and foreign connections.
import { expect } from 'chai';
import { hashOf, HttpTrial } from './http-trial.js';
import { Trial } from './trial.js';

const CLOCK_MILLIS = 3;
const BIG = Buffer.alloc(5_000_000, 'five million ');

describe('a toxic with a match', function () {
  this.timeout(60_000);
  let http: HttpTrial;
  beforeEach(async () => (http = await HttpTrial.open()));
  afterEach(() => http.close());

  const refuse = async (match: unknown): Promise<unknown> =>
    (await http.trial.ask('POST', '/proxies/http/toxics', { type: 'noop', match })).body;
  const millisOf = async (ask: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await ask();
    return performance.now() - start;
  };

  it('works on the response to what it names, over one connection that stays in step', async () => {
    const path = await http.toxic({ type: 'latency', attributes: { latency: 200 }, match: { method: 'POST', path: '/slow*' } });
    const times = {
      get: await millisOf(() => http.call('GET', '/slow/1')),
      other: await millisOf(() => http.call('POST', '/fast')),
      meant: await millisOf(() => http.call('POST', '/slow/2', { body: 'x' })),
    };
    expect(times.meant).to.be.at.least(200 - CLOCK_MILLIS);
    expect(new Set(await http.did())).to.deep.equal(new Set(['delayed']));
    await http.remove(path);
    expect((await http.call('POST', '/slow/3')).body.toString()).to.equal('{"count":4}');
    expect(http.seen.map(({ connection }) => connection)).to.deep.equal([1, 1, 1, 1]);
  });

  it('works on the request when it is upstream, and counts its bytes alone', async () => {
    await http.toxic({ type: 'limit_data', stream: 'upstream', attributes: { bytes: 4000 }, match: { header: { 'X-Size': 'b*' } } });
    expect((await http.call('POST', '/echo', { body: BIG, headers: { 'x-size': 'a' } })).body.equals(BIG)).to.equal(true);
    for (let count = 0; count < 3; count += 1) {
      expect((await http.call('POST', '/echo', { body: 'y'.repeat(3000), headers: { 'x-size': 'big' } })).status).to.equal(200);
    }
    expect((await http.call('POST', '/echo', { body: BIG, headers: { 'x-size': 'big' } })).error).to.be.oneOf(['ECONNRESET', 'EPIPE']);
    expect((await http.call('GET', '/')).status).to.equal(200);
  });

  for (const [match, lost] of [
    [{ path: '/x', nth: 2 }, [2]],
    [{ path: '/x', nth: 2, times: 2 }, [2, 3]],
    [{ path: '/x', times: 1 }, [1]],
    [{ path: '/x', nth: 3, times: 0 }, [3, 4, 5]],
  ] as const) {
    it(`counts over all connections: ${JSON.stringify(match)}`, async () => {
      await http.toxic({ type: 'drop_response', match });
      const outcomes: number[] = [];
      for (let count = 1; count <= 5; count += 1) {
        expect((await http.call('GET', '/other')).status).to.equal(200);
        if ((await http.call('GET', '/x?a=b')).error !== undefined) outcomes.push(count);
      }
      expect(outcomes).to.deep.equal(lost);
      expect(http.seen.filter(({ path }) => path.startsWith('/x'))).to.have.length(5);
    });
  }

  it('lets 5 MB pass unchanged, in chunks and with a length, meant or not', async () => {
    await http.toxic({
      type: 'slicer',
      stream: 'upstream',
      attributes: { average_size: 10_000, size_variation: 5000 },
      match: { path: '/chunked' },
    });
    await http.toxic({ type: 'bandwidth', attributes: { rate: 10_000_000 }, match: { path: '/chunked' } });
    for (const path of ['/chunked', '/echo']) {
      for (const isChunked of [true, false]) {
        const got = await http.call('PUT', path, { body: BIG, isChunked });
        expect([got.status, got.body.equals(BIG)], path).to.deep.equal([200, true]);
      }
    }
    expect(new Set(http.seen.map(({ body }) => body))).to.deep.equal(new Set([hashOf(BIG)]));
    expect(new Set(http.seen.map(({ connection }) => connection)).size).to.equal(1);
  });

  it('stays in step with HEAD, 204, 304, interim responses and Expect', async () => {
    await http.toxic({ type: 'latency', attributes: { latency: 1 }, match: { path: '/*' } });
    await http.toxic({ type: 'drop_response', match: { path: '/never' } });
    expect([(await http.call('HEAD', '/')).status, (await http.call('GET', '/status/204')).status]).to.deep.equal([200, 204]);
    expect((await http.call('GET', '/status/304')).status).to.equal(304);
    const expected = await http.call('POST', '/echo', { body: 'after 100', headers: { expect: '100-continue' } });
    expect(expected.body.toString()).to.equal('after 100');
    expect((await http.call('GET', '/')).body.toString()).to.equal('{"count":5}');
    expect(http.seen.every(({ connection }) => connection === 1)).to.equal(true);
  });

  it('loses the response after an interim one', async () => {
    await http.toxic({ type: 'drop_response', match: { method: 'POST' } });
    const got = await http.call('POST', '/echo', { body: 'seen', headers: { expect: '100-continue' } });
    expect([got.error, http.seen.map(({ body }) => body)]).to.deep.equal(['ECONNRESET', ['seen']]);
  });

  it('tells pipelined exchanges apart', async () => {
    await http.toxic({ type: 'limit_data', attributes: { bytes: 0 }, match: { path: '/3' } });
    const peer = await http.raw();
    peer.socket.write(
      'GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /3 HTTP/1.1\r\nHost: x\r\n\r\n',
    );
    await peer.ended();
    expect(
      peer
        .received()
        .toString()
        .match(/\{"count":.\}/g),
    ).to.have.length(2);
    expect(http.seen.map(({ path }) => path)).to.have.members(['/1', '/2', '/3']);
  });

  it('holds both directions of what is meant, with a partition, and lets go', async () => {
    const path = await http.toxic({ type: 'partition', match: { path: '/held' } });
    expect((await http.call('GET', '/')).status).to.equal(200);
    const held = http.call('GET', '/held');
    while ((await http.did()).length === 0);
    expect(http.seen).to.have.length(1);
    await http.remove(path);
    expect((await held).body.toString()).to.equal('{"count":2}');
  });

  it('begins on an open connection when its client next asks', async () => {
    await http.call('GET', '/x');
    const path = await http.toxic({ type: 'drop_response', match: { path: '/x' } });
    expect((await http.call('GET', '/y')).status).to.equal(200);
    expect((await http.call('GET', '/x')).error).to.equal('ECONNRESET');
    await http.remove(path);
    expect((await http.call('GET', '/x')).status).to.equal(200);
  });

  it('leaves an upgraded connection alone', async () => {
    await http.toxic({ type: 'timeout', match: { path: '/lost' } });
    const peer = await http.raw();
    peer.socket.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    await peer.until('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n'.length);
    const before = peer.length;
    const text = 'GET /lost HTTP/1.1\r\nHost: x\r\n\r\n';
    peer.socket.write(text);
    await peer.until(before + text.length);
    expect(peer.received().toString().endsWith(text)).to.equal(true);
    peer.socket.destroy();
  });

  it('is shown where it is set, kept by an update, and not to be changed', async () => {
    const match = { method: 'GET', header: { accept: 'x' }, times: 3 };
    const path = await http.toxic({ type: 'noop', match });
    const { body } = await http.trial.ask('GET', path);
    expect(body['match']).to.deep.equal(match);
    expect((await http.trial.ask('PATCH', path, body)).status).to.equal(200);
    const refused = await http.trial.ask('PATCH', path, { match: {} });
    expect(refused).to.deep.equal({ status: 400, body: { error: 'match cannot be changed', status: 400 } });
    expect((await http.trial.ask('GET', await http.toxic({ type: 'noop', name: 'plain' }))).body).to.not.have.property('match');
  });

  it('is refused when it is malformed', async () => {
    for (const [match, message] of [
      [7, 'match was invalid, can be an object'],
      [{ mehtod: 'GET' }, 'match was invalid, can have method, path, header, nth, times'],
      [{ method: 'get' }, 'match.method was invalid, can be a method in capital letters'],
      [{ path: 'x' }, 'match.path was invalid, can be text that begins with / or is *'],
      [{ header: { a: 1 } }, 'match.header was invalid, can be an object of text by name'],
      [{ header: { 'a b': '' } }, 'match.header was invalid, can be an object of text by name'],
      [{ nth: -1 }, 'match.nth was invalid, can be a whole number, 0 or more'],
      [{ times: 1.5 }, 'match.times was invalid, can be a whole number, 0 or more'],
      [{ times: null }, 'match.times was invalid, can be a whole number, 0 or more'],
    ] as const) {
      expect(await refuse(match)).to.deep.equal({ error: message, status: 400 });
    }
    expect((await http.call('GET', '/')).status).to.equal(200);
  });
});

describe('a match and what is no HTTP', function () {
  this.timeout(60_000);
  for (const text of ['PING', '\u0000\u0001', 'GET / HTTP/1.1\r\nHalf: a head']) {
    it(`lets it pass: ${JSON.stringify(text)}`, async () => {
      const trial = await Trial.open();
      await trial.toxic({ type: 'timeout', match: {} });
      const { near } = await trial.bed.pair();
      near.socket.write(text);
      await near.until(text.length);
      near.socket.write('more');
      await near.until(text.length + 4);
      await trial.close();
    });
  }

  it('is not read by a strict server', async () => {
    const trial = await Trial.open({ strict: true });
    await trial.toxic({ type: 'noop', match: { path: 7 } });
    expect((await trial.ask('GET', `${trial.path}/toxics/noop_downstream`)).body).to.not.have.property('match');
    await trial.close();
  });
});
